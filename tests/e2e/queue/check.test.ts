import { describe, expect, it } from 'vitest';
import { linesOf, onLoopback } from '../../support/checking.js';
import { photoJpeg } from '../../support/images.js';
import { createTestSite, type TestSite } from '../../support/migration.js';
import type { OriginRoutes } from '../../support/origin-server.js';
import { createBucket, type TestBucket } from '../../support/oss-bucket.js';
import { buildPostWith } from '../../support/posts.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import { killInMidJob, startWorker } from './workers.js';

const images = 24;

describe.skipIf(!hasRedis)('a check through a queue', { timeout: 180_000 }, () => {
  it('says what one process says, though a worker is killed over an image', async () => {
    const redis = await startRedis();
    const site = await createBlog();
    const alone = await site.run(['check', 'posts', '--max-age', '0', ...onLoopback]);
    expect(alone.code).toBe(1);

    site.origin.reset();
    site.origin.set('/0.jpg', { picture: { seed: 1 }, flaky: { times: 1, answer: { silent: true } } });
    const checking = site.run(['check', 'posts', '--max-age', '0', '--queue', redis.url, ...onLoopback]);
    const start = () => startWorker(['--queue', redis.url, '--concurrency', '1'], { cwd: site.folder });
    const other = await killInMidJob(start, () => site.origin.count('/0.jpg') === 1);
    const shared = await checking;
    expect(shared.code, shared.stderr).toBe(1);
    expect(linesOf(shared)).toEqual(linesOf(alone));
    expect(other.log.map(({ event }) => event)).toContain('job-stalled');
    expect(other.log.some(({ state, url }) => state === 'looked-at' && url?.endsWith('/0.jpg'))).toBe(true);
    expect(site.origin.count('/0.jpg')).toBe(2);
    expect(site.origin.count('/1.jpg')).toBe(1);
    expect((await redis.client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}$/.test(key))).toEqual([]);

    const remembered = await site.run(['check', 'posts', '--queue', redis.url, ...onLoopback]);
    expect(linesOf(remembered)).toEqual(linesOf(alone));
    expect(site.origin.count('/1.jpg')).toBe(1);
  });

  it('says of every object of a store what one process says', async () => {
    const redis = await startRedis();
    const bucket = await createSeeded();
    const site = await createTestSite({});
    const check = (args: readonly string[]) =>
      site.run(['check', '--store', bucket.storeAt(), ...args, ...onLoopback], bucket.env);
    const alone = await check(['--max-age', '0']);
    expect(alone.code).toBe(1);

    const asked = bucket.server.requests.length;
    let wake: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const isImage = ({ method, key }: { method: string; key: string }) => method === 'GET' && key === '图0.jpg';
    bucket.server.faults.add({ fault: { kind: 'wait', until }, when: isImage });
    const checking = check(['--max-age', '0', '--queue', redis.url]);
    const start = () =>
      startWorker(['--queue', redis.url, '--concurrency', '1'], { cwd: site.folder, env: bucket.env });
    const other = await killInMidJob(start, () => bucket.server.faults.pending === 0);
    wake();
    const shared = await checking;
    expect(shared.code, shared.stderr).toBe(1);
    expect(linesOf(shared)).toEqual(linesOf(alone));
    expect(other.log.some(({ state, url }) => state === 'looked-at' && url === '图0.jpg')).toBe(true);
    const read = bucket.server.requests.slice(asked).filter(({ method, key }) => method === 'GET' && key !== '');
    expect(new Set(read.map(({ key }) => key)).size).toBe(read.length - 1); // the killed worker's image, twice

    const before = bucket.server.requests.length;
    expect(linesOf(await check(['--queue', redis.url]))).toEqual(linesOf(alone));
    expect(
      bucket.server.requests.slice(before).filter(({ method, key }) => method === 'GET' && key === '图0.jpg'),
    ).toEqual([]);
  });

  it.each([
    ['with a folder that workers do not share', ['--store', 'file:..', '--queue', 'redis://127.0.0.1:1'], 2, 'file:..'],
    ['with no Redis there', ['posts', '--queue', 'redis://127.0.0.1:1'], 3, 'ECONNREFUSED'],
  ])('is refused %s', async (_, args, code, words) => {
    const site = await createBlog();
    const refused = await site.run(['check', ...args]);
    expect(refused.code).toBe(code);
    expect(refused.stdout + refused.stderr).toContain(words);
  });
});

async function createSeeded(): Promise<TestBucket> {
  const bucket = await createBucket();
  const jpeg = await photoJpeg();
  const seed = (key: string, body: Buffer, type: string) =>
    bucket.server.seed('bucket', key, body, { 'content-type': type });
  for (let at = 0; at < 12; at += 1) seed(`图${at}.jpg`, await photoJpeg({ seed: at + 1 }), 'image/jpeg');
  seed('cut.jpg', jpeg.subarray(0, jpeg.length / 2), 'image/jpeg');
  seed('nameless', jpeg, 'application/octet-stream');
  seed('page.png', Buffer.from('<!doctype html><title>Gone</title>'), 'image/png');
  seed('readme.txt', Buffer.from('no image'), 'text/plain');
  return bucket;
}

async function createBlog(): Promise<TestSite> {
  const pictures: OriginRoutes = Object.fromEntries(
    Array.from({ length: images }, (_, at) => [`/${at}.jpg`, { picture: { seed: at + 1 } }]),
  );
  const jpeg = await photoJpeg({ width: 64, height: 48 });
  const site = await createTestSite(
    { 'local/图.jpg': jpeg },
    {
      ...pictures,
      '/cut.jpg': { headers: { 'content-type': 'image/jpeg' }, body: jpeg.subarray(0, jpeg.length / 2) },
      '/page.png': { headers: { 'content-type': 'image/png' }, body: '<!doctype html><title>Gone</title>' },
    },
  );
  const named = [...Object.keys(pictures), '/cut.jpg', '/page.png', '/gone.png'].map((path) => site.origin.urlOf(path));
  const local = ['../local/图.jpg', '../local/没有.jpg'];
  await site.write('posts/文章.md', buildPostWith([...named, ...local], { title: '文章' }));
  return site;
}
