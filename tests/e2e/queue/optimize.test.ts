import { describe, expect, it } from 'vitest';
import { flatPng, photoJpeg } from '../../support/images.js';
import { createTestSite, type OutcomeJson, outcomeOf } from '../../support/migration.js';
import { fast } from '../../support/optimizing.js';
import { createBucket, onLoopback, type TestBucket } from '../../support/oss-bucket.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import type { CliResult } from '../../support/run-cli.js';
import { killInMidJob, startWorker } from './workers.js';

const images = 10;

describe.skipIf(!hasRedis)('optimizing a store through a queue', { timeout: 180_000 }, () => {
  it('comes to what one process comes to, though a worker is killed over an image, and can be undone', async () => {
    const redis = await startRedis();
    const bucket = await createSeeded();
    const { server, env } = bucket;
    const site = await createTestSite({});
    const before = objectsBelow(bucket, 'shared/');
    const optimize = (prefix: string, args: readonly string[] = []) =>
      site.run(['optimize', bucket.storeAt(prefix), '--write', ...onLoopback, ...fast, ...args], env);
    const alone = await optimize('alone/');
    expect(alone.code).toBe(1);

    let wake: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const isImage = ({ method, key }: { method: string; key: string }) => method === 'GET' && key === 'shared/图3.jpg';
    server.faults.add({ fault: { kind: 'wait', until }, when: isImage });
    const queue = ['--queue', redis.url];
    const optimizing = optimize('shared/', queue);
    const start = () => startWorker([...queue, '--concurrency', '1'], { cwd: site.folder, env });
    const other = await killInMidJob(start, () => server.faults.pending === 0);
    wake();
    const result = await optimizing;
    expect(result.code, result.stderr).toBe(1);
    expect(toldBy(result)).toEqual(toldBy(alone));
    expect(objectsBelow(bucket, 'shared/')).toEqual(objectsBelow(bucket, 'alone/'));
    expect(other.log.map(({ event }) => event)).toContain('job-stalled');
    expect((await redis.client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}$/.test(key))).toEqual([]);

    const asked = server.requests.length;
    expect(toldBy(await optimize('shared/', queue))).toEqual(toldBy(await optimize('alone/')));
    expect(server.requests.slice(asked).filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(await site.run(['undo', ...runOf(result), ...onLoopback], env)).toMatchObject({ code: 0 });
    expect(objectsBelow(bucket, 'shared/')).toEqual(before);
  });

  it('is refused for a folder, which is told how to name it', async () => {
    const site = await createTestSite({ 'pictures/a.jpg': await photoJpeg() });
    const refused = await site.run(['optimize', 'pictures', '--write', '--queue', 'redis://127.0.0.1:1']);
    expect(refused.code).toBe(2);
    expect(refused.stdout + refused.stderr).toContain('file:DIR');
  });
});

/** The same images below two prefixes: photographs, a flat picture, a broken one, and one whose name lies. */
async function createSeeded(): Promise<TestBucket> {
  const bucket = await createBucket();
  const jpeg = { 'content-type': 'image/jpeg', 'cache-control': 'max-age=60' };
  const seed = (name: string, body: Buffer, headers: Readonly<Record<string, string>> = jpeg): void => {
    for (const prefix of ['alone/', 'shared/']) bucket.server.seed('bucket', prefix + name, body, headers);
  };
  for (let at = 0; at < images; at += 1) seed(`图${at}.jpg`, await photoJpeg({ seed: at + 1 }));
  seed('twin.jpg', await photoJpeg({ seed: 1 }));
  seed('flat.png', await flatPng(), { 'content-type': 'image/png' });
  seed('lies.png', await photoJpeg({ seed: 77 }));
  seed('broken.jpg', (await photoJpeg()).subarray(0, 2000));
  seed('readme.txt', Buffer.from('no image'), { 'content-type': 'text/plain' });
  return bucket;
}

/** Originals under whichever run kept them. */
const objectsBelow = ({ server }: TestBucket, prefix: string): ReadonlyMap<string, unknown> =>
  new Map(
    [...server.objects('bucket')]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, { body, headers }]): [string, unknown] => [
        key.slice(prefix.length).replace(/originals\/[^/]+/, 'originals/RUN'),
        { body, headers },
      ])
      .sort(),
  );

const toldBy = (result: CliResult): readonly unknown[] =>
  outcomeOf(result)
    .images.map(({ url, state, reason, key, bytesBefore, bytesAfter, error }: OutcomeJson['images'][number]) => {
      return { url, state, reason, key, bytesBefore, bytesAfter, error: error?.code };
    })
    .sort((one, other) => (one.url < other.url ? -1 : 1));

const runOf = (result: CliResult): readonly string[] => [outcomeOf(result).run ?? ''];
