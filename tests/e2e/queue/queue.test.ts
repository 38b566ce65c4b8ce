import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../support/file-tree.js';
import { photoJpeg } from '../../support/images.js';
import { createTestSite, oldBase, outcomeOf, type TestSite } from '../../support/migration.js';
import { buildPostWith } from '../../support/posts.js';
import { hasRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { startWorker } from './workers.js';

const remote = 12;
const password = 'p@ss-of-redis';

describe.skipIf(!hasRedis)('a migration through a queue', { timeout: 180_000 }, () => {
  it('is the same as without one, can be undone and done again, and leaves nothing behind', async () => {
    const redis = await startRedis(['--requirepass', password]);
    const [site, alone] = [await createBlog(), await createBlog()];
    const env = { IMGFERRY_QUEUE_PASSWORD: password };
    const worker = startWorker(['--queue', redis.url, '--port', '0'], { cwd: site.folder, env });
    const queued = ['--write', '--queue', redis.url, '--format', 'json'];
    const withEnv = (args: readonly string[]) => site.run([...migration(site), ...args], env);

    const first = await withEnv(queued);
    const own = await alone.run([...migration(alone), '--write', '--format', 'json']);
    expect(first.stderr + own.stderr).toContain('404');
    expect([first.code, own.code]).toEqual([1, 1]);
    expect(statesOf(outcomeOf(first))).toEqual(statesOf(outcomeOf(own)));
    const posts = await readTree(join(site.folder, 'posts'));
    expect(posts).toEqual(await readTree(join(alone.folder, 'posts')));
    expect(await readTree(join(site.folder, 'store'))).toEqual(await readTree(join(alone.folder, 'store')));
    expect(await worker.until(({ state, url }) => state === 'stored' && url === 'local/图.jpg')).toMatchObject({
      level: 'info',
      run: outcomeOf(first).run,
      asset: expect.stringMatching(/^[0-9a-f]{64}$/),
    });

    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    const again = await withEnv(queued);
    expect(again.code).toBe(1);
    expect(new Set(outcomeOf(again).images.map(({ state }) => state))).toEqual(new Set(['reused', 'failed']));
    expect(await readTree(join(site.folder, 'posts'))).toEqual(posts);

    const { stdout } = await site.run(['queue', 'status', '--queue', redis.url, '--format', 'json'], env);
    expect(JSON.parse(stdout)).toMatchObject({
      engines: [{ waiting: 0, active: 0, delayed: 0, results: 0, dead: 0, paused: false }],
      processes: [{ role: 'worker', pid: worker.child.pid }],
    });
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.said).toEqual([]);
    expect((await readTree(join(site.folder, '.imgferry'))).keys()).not.toContain('workers');
    expect(JSON.stringify([first, again, worker.log, worker.said])).not.toContain(password);
  });

  it('tells Redis no secret and no picture', async () => {
    const redis = await startRedis();
    const site = await createBlog();
    const run = site.run([...migration(site), '--write', '--queue', redis.url, '--config', 'secret.yaml'], {
      SECRET_TOKEN: 'token-of-a-variable',
    });
    while ((await jobsIn(redis)).length < remote) await new Promise((resolve) => setTimeout(resolve, 50));
    const told = await everythingIn(redis);
    for (const secret of ['token-of-a-variable', 'token-in-the-file', 'JFIF', '\u00ff\u00d8\u00ff']) {
      expect(told).not.toContain(secret);
    }
    startWorker(['--queue', redis.url, '--config', 'secret.yaml'], {
      cwd: site.folder,
      env: { SECRET_TOKEN: 'token-of-a-variable' },
    });
    expect(await run).toMatchObject({ code: 1 });
    expect(site.origin.requests.every(({ headers }) => headers['x-token'] === 'token-in-the-file')).toBe(true);
  });

  it.each([
    ['without --write', ['--queue', 'redis://127.0.0.1:1'], 2, '--write'],
    ['with no Redis there', ['--write', '--queue', 'redis://127.0.0.1:1'], 3, 'ECONNREFUSED'],
    ['at an address that is none', ['--write', '--queue', 'http://me:secret@h'], 2, 'redis://NAME'],
    [
      'with keys named after posts',
      ['--write', '--queue', 'redis://127.0.0.1:1', '--key', '{post}/{digest}'],
      2,
      '--queue',
    ],
  ])('is refused %s', async (_, args, code, words) => {
    const site = await createBlog();
    const refused = await site.run([...migration(site), ...args]);
    expect(refused.code).toBe(code);
    expect(refused.stdout + refused.stderr).toContain(words);
    expect(refused.stdout + refused.stderr).not.toMatch(/secret|\n {4}at /);
  });
});

async function createBlog(): Promise<TestSite> {
  const addresses = Array.from({ length: remote }, (_, at) => `${oldBase}${at}.jpg`);
  const site = await createTestSite(
    {
      'posts/文章.md': buildPostWith([...addresses, `${oldBase}gone.jpg`, '../local/图.jpg']),
      'local/图.jpg': await photoJpeg({ width: 64, height: 48, seed: 99 }),
    },
    Object.fromEntries(
      addresses.map((_, at) => [`/${at}.jpg`, { picture: { seed: at + 1, width: 64, height: 48, format: 'jpeg' } }]),
    ),
  );
  const { host } = new URL(site.origin.url);
  await site.write('secret.yaml', `hosts:\n  "${host}":\n    headers:\n      x-token: token-in-the-file\n`);
  return site;
}

const migration = ({ origin }: TestSite): readonly string[] => [
  ...['migrate', 'posts', '--to', 'file:store', '--public-url', 'https://img.example.com/'],
  ...['--remap', `${oldBase}=${origin.url}/`, '--allow-host', '127.0.0.1'],
];

const statesOf = ({ images }: ReturnType<typeof outcomeOf>): ReadonlyMap<string, string> =>
  new Map(images.map(({ url, state }): [string, string] => [url, state]).sort());

const jobsIn = async ({ client }: TestRedis): Promise<readonly string[]> =>
  (await client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}$/.test(key));

/** Every value of every key, as text. */
async function everythingIn({ client }: TestRedis): Promise<string> {
  const dumps = await Promise.all((await client.keys('*')).map((key) => client.dumpBuffer(key)));
  const hashes = await Promise.all((await jobsIn({ client } as TestRedis)).map((key) => client.hgetall(key)));
  return [...dumps.map((dump) => String(dump?.toString('latin1'))), JSON.stringify(hashes)].join('\n');
}
