import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestSite, oldBase, outcomeOf } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';

const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

/** A site whose posts name 5 images, a bucket, and the arguments that bring the one into the other. */
async function createMove(acl: 'private' | 'public-read', options: { forceDownload?: boolean } = {}) {
  const buckets = [{ name: 'bucket', region: 'cn-hangzhou', acl }];
  const secrets = { [keys.OSS_ACCESS_KEY_ID]: keys.OSS_ACCESS_KEY_SECRET };
  const server = await startOssServer({ buckets, keys: secrets, ...options });
  onTestFinished(() => server.close());
  const names = [0, 1, 2, 3, 4].map((index) => `${index}.png`);
  const text = `${names.map((name) => `![x](${oldBase}${name})`).join('\n\n')}\n`;
  const routes = Object.fromEntries(names.map((name, seed) => [`/${name}`, { picture: { seed } }]));
  const site = await createTestSite({ 'posts/p.md': text }, routes);
  const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
  const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
  const args = ['migrate', 'posts', '--to', store, '--public-url', `${server.endpoint}/bucket/`, ...network];
  return { server, site, text, run: (more: readonly string[]) => site.run([...args, ...more], keys) };
}

describe('the public address', () => {
  it('is read back before a post points at it, and never asked before the put', async () => {
    const { server, run } = await createMove('public-read');
    expect((await run(['--write'])).code).toBe(0);
    const seen = new Map<string, string[]>();
    for (const { method, key, headers } of server.requests) {
      const isPublic = headers.authorization === undefined;
      seen.set(key, [...(seen.get(key) ?? []), isPublic ? `public ${method}` : method]);
    }
    for (const key of server.objects('bucket').keys()) {
      const methods = seen.get(key) ?? [];
      expect(methods.indexOf('public GET')).toBeGreaterThan(methods.indexOf('PUT'));
    }
  });

  it('that can not be read is one finding, not one a picture; --verify stored goes on, verify finishes later', async () => {
    const { server, site, text, run } = await createMove('private');
    const refused = await run(['--write']);
    expect(refused.code).toBe(3);
    expect(refused.stdout.match(/✗/g)).toHaveLength(1);
    expect(refused.stdout).toMatch(/public/i);
    expect(await site.read('posts/p.md')).toBe(text);
    expect(server.objects('bucket').size).toBe(1);

    const stored = await run(['--write', '--verify', 'stored', '--format', 'json']);
    expect(stored.code).toBe(0);
    expect(outcomeOf(stored).totals).toMatchObject({ images: 5, edits: 5 });
    expect(site.origin.requests.map(({ path }) => path).sort()).toEqual([0, 1, 2, 3, 4].map((name) => `/${name}.png`));
    const later = ['verify', '--allow-host', '127.0.0.1', '--format', 'json'];
    const unreadable = await site.run(later, keys);
    expect(unreadable.code).toBe(1);
    expect(outcomeOf(unreadable).images.map(({ state }) => state)).toEqual(Array(5).fill('failed'));
    server.setAcl('bucket', 'public-read');
    const verified = await site.run(later, keys);
    expect(verified.code).toBe(0);
    expect(outcomeOf(verified).images.map(({ state }) => state)).toEqual(Array(5).fill('in-place'));
  });

  it('that makes browsers download is said once', async () => {
    const { run } = await createMove('public-read', { forceDownload: true });
    const result = await run(['--write', '--format', 'json']);
    expect(result.code).toBe(0);
    const notes = JSON.parse(result.stdout).notes as { id: string }[];
    expect(notes.filter(({ id }) => id === 'forced-download')).toHaveLength(1);
  });
});

describe('verify', () => {
  it('does not call well what no run stored', async () => {
    const { site } = await createMove('public-read');
    const { code, stdout } = await site.run(['verify']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing was stored that could be read back')]);
    expect(stdout).not.toContain('where it should be');
  });

  it('notices an object that changed and one that is gone, and names them', async () => {
    const { server, site, run } = await createMove('public-read');
    await run(['--write']);
    const [first = '', second = ''] = [...server.objects('bucket').keys()];
    server.seed('bucket', first, Buffer.from('other bytes'), { 'content-type': 'image/png' });
    server.remove('bucket', second);
    const result = await site.run(['verify', '--allow-host', '127.0.0.1', '--format', 'json'], keys);
    expect(result.code).toBe(1);
    const codes = outcomeOf(result).images.flatMap(({ error }) => (error ? [error.code] : []));
    expect(codes.sort()).toEqual(['OBJECT_MISMATCH', 'OBJECT_NOT_FOUND']);
  });
});

describe('doctor', () => {
  it('finds all well, shows which key it used but not the secret, and leaves no object behind', async () => {
    const { server, site } = await createMove('public-read');
    const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
    const args = ['doctor', '--to', store, '--public-url', `${server.endpoint}/bucket/`, '--allow-host', '127.0.0.1'];
    const result = await site.run(args, keys);
    expect(result.stdout).toMatch(/LTAI…leid/);
    expect(result.stdout + result.stderr).not.toContain(keys.OSS_ACCESS_KEY_SECRET);
    expect(result.code).toBe(0);
    expect(server.objects('bucket').size).toBe(0);
  });

  it('names what is wrong and ends with 1', async () => {
    const { server, site } = await createMove('private');
    const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
    const args = ['doctor', '--to', store, '--public-url', `${server.endpoint}/bucket/`, '--allow-host', '127.0.0.1'];
    const result = await site.run([...args, '--format', 'json'], keys);
    expect(result.code).toBe(1);
    type Finding = { id: string; level: string; error: { code: string } | null };
    const { findings } = JSON.parse(result.stdout) as { findings: Finding[] };
    expect(findings.filter(({ level }) => level === 'problem')).toMatchObject([
      { id: 'public-address', error: { code: 'PUBLIC_ADDRESS_UNREADABLE', facts: { hint: 'access' } } },
    ]);
    const without = await site.run(args);
    expect(without.code).toBe(1);
    expect(without.stdout).toMatch(/OSS_ACCESS_KEY_ID/);
  });
});
