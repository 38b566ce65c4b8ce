import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestSite, oldBase, outcomeOf, type TestSite } from '../support/migration.js';
import { hasRadosgw, type Radosgw, startRadosgw } from '../support/radosgw.js';
import { openByHand } from '../support/s3-by-hand.js';

describe.skipIf(!hasRadosgw)(`a bucket that speaks S3${hasRadosgw ? '' : ' (radosgw is not installed)'}`, () => {
  let gateway: Radosgw;
  let buckets = 0;

  beforeAll(async () => {
    gateway = await startRadosgw();
  }, 180_000);

  afterAll(() => gateway?.stop());

  /** A site whose posts name 3 images, a bucket that readers may read, and ways to bring the one into the other. */
  async function createMove() {
    buckets += 1;
    const bucket = `blog-${buckets}`;
    const byHand = openByHand(gateway);
    await byHand.createBucket(bucket);
    const resource = `arn:aws:s3:::${bucket}/*`;
    const readers = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: resource };
    await byHand.configure(bucket, 'policy', JSON.stringify({ Version: '2012-10-17', Statement: [readers] }));
    const names = ['0.png', '1.png', '2.png'];
    const text = `${names.map((name) => `![x](${oldBase}${name})`).join('\n\n')}\n`;
    const routes = Object.fromEntries(names.map((name, seed) => [`/${name}`, { picture: { seed } }]));
    const site = await createTestSite({ 'posts/p.md': text }, routes);
    const store = `s3://${bucket}/blog/图?region=us-east-1&endpoint=${gateway.endpoint}&path-style=true`;
    const base = `${gateway.endpoint}/${bucket}/`;
    const keys = { AWS_ACCESS_KEY_ID: gateway.accessKeyId, AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey };
    const network = ['--allow-host', '127.0.0.1'];
    const target = ['--to', store, '--public-url', base, ...network];
    const run = (args: readonly string[]) => site.run(args, keys);
    const migrate = (more: readonly string[] = []) =>
      run(['migrate', 'posts', ...target, '--remap', `${oldBase}=${site.origin.url}/`, '--format', 'json', ...more]);
    return { site, text, bucket, base, store, target, network, byHand, run, migrate };
  }

  it('gets the images of posts, once; a rerun has nothing to do; undo takes it back', async () => {
    const { site, text, bucket, base, byHand, run, migrate, network } = await createMove();
    const plan = await migrate();
    expect(plan.code).toBe(0);
    expect(await byHand.names(bucket)).toEqual([]);

    const done = await migrate(['--write']);
    expect(done.stderr).not.toContain(gateway.secretAccessKey);
    expect(done.code).toBe(0);
    expect(outcomeOf(done).images.map(({ state }) => state)).toEqual(['stored', 'stored', 'stored']);
    const stored = await byHand.names(bucket);
    expect(stored).toHaveLength(3);
    expect(stored.every((name) => name.startsWith('blog/图/'))).toBe(true);
    const moved = await site.read('posts/p.md');
    const links = [...moved.matchAll(/\((.*?)\)/g)].map(([, link = '']) => link);
    expect(links.map((link) => decodeURIComponent(link.slice(base.length))).sort()).toEqual([...stored].sort());
    for (const link of links) {
      const answer = await fetch(link);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
      await answer.body?.cancel();
    }

    const asked = site.origin.count();
    const again = await migrate(['--write']);
    expect(again.code).toBe(0);
    expect(outcomeOf(again).totals).toMatchObject({ edits: 0 });
    expect(site.origin.count()).toBe(asked);
    expect(await byHand.names(bucket)).toEqual(stored);

    expect((await run(['verify', ...network])).code).toBe(0);
    expect((await run(['undo'])).code).toBe(0);
    expect(await site.read('posts/p.md')).toBe(text);
    expect(await byHand.names(bucket)).toEqual(stored);
  });

  it('is checked object by object', async () => {
    const { site, bucket, base, store, byHand, run, migrate, network } = await createMove();
    await migrate(['--write']);
    const [broken = ''] = await byHand.names(bucket);
    await byHand.write(bucket, broken, Buffer.from('<html>'), { 'content-type': 'image/png' });
    await writeConfig(site, { store, publicUrl: base, credentials: 'env:AWS' });
    const result = await run(['check', '--store', 'main', ...network, '--format', 'ndjson']);
    expect(result.code).toBe(1);
    const verdicts = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).verdict as string);
    expect(verdicts.sort()).toEqual(['broken', 'ok', 'ok']);
  });

  it('is found in order by doctor, which shows no secret and leaves nothing behind', async () => {
    const { bucket, byHand, run, target } = await createMove();
    const result = await run(['doctor', ...target]);
    expect(result.stdout).toContain('AKIA…FRGW');
    expect(result.stdout + result.stderr).not.toContain(gateway.secretAccessKey);
    expect(result.code).toBe(0);
    expect(await byHand.names(bucket)).toEqual([]);
  });

  it('is found by a profile of AWS’s tools, and missing keys are asked for by their names', async () => {
    const { site, store, base, network } = await createMove();
    await writeConfig(site, { store, publicUrl: base, credentials: 'profile:blog' });
    const missing = await site.run(['doctor', ...network]);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toContain('profile:blog');
    const profile = `[blog]\naws_access_key_id = ${gateway.accessKeyId}\naws_secret_access_key = ${gateway.secretAccessKey}\n`;
    await site.write('.aws/credentials', profile);
    expect((await site.run(['doctor', ...network])).code).toBe(0);
    const without = await site.run(['doctor', '--to', store]);
    expect(without.stdout).toContain('AWS_ACCESS_KEY_ID');
  });
});

const writeConfig = (site: TestSite, { store, ...fields }: Readonly<Record<string, string>>): Promise<void> =>
  site.write('imgferry.config.json', JSON.stringify({ stores: { main: { url: store, ...fields } } }));
