import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestSite, newBase, oldBase, outcomeOf } from '../../support/migration.js';
import type { OriginRoutes } from '../../support/origin-server.js';
import { createBucket, onLoopback } from '../../support/oss-bucket.js';
import { buildPostWith } from '../../support/posts.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import { hasFaketime, startWorker } from './workers.js';

const images = 8;

describe.skipIf(!hasRedis || !hasFaketime)('workers whose clocks are wrong', { timeout: 180_000 }, () => {
  it('store nothing twice, though one comes back when its image was brought by another', async () => {
    const redis = await startRedis();
    const { server, env, storeAt } = await createBucket();
    const names = Array.from({ length: images }, (_, at) => `${at}.jpg`);
    const routes: OriginRoutes = Object.fromEntries(
      names.map((name, at) => [`/${name}`, { picture: { seed: at + 1, format: 'jpeg' } }]),
    );
    const picture = { picture: { seed: 1, format: 'jpeg' } } as const;
    const site = await createTestSite(
      {
        'posts/p.md': buildPostWith(
          names.map((name) => oldBase + name),
          { title: 'p' },
        ),
      },
      { ...routes, '/0.jpg': { ...picture, flaky: { times: 1, answer: { ...picture, delay: 500 } } } },
    );
    const target = ['--to', storeAt('blog/'), '--public-url', newBase, '--verify', 'stored'];
    const source = ['--remap', `${oldBase}=${site.origin.url}/`, ...onLoopback];
    const migrating = site.run(
      ['migrate', 'posts', ...target, ...source, '--write', '--queue', redis.url, '--format', 'json'],
      env,
    );
    const start = (clock: string) =>
      startWorker(['--queue', redis.url, '--concurrency', '1'], { cwd: site.folder, env, clock });
    const late = start('+600s');
    onTestFinished(() => void late.child.kill('SIGCONT')); // what is stopped can't be ended
    while (site.origin.count('/0.jpg') === 0) await wait(10);
    late.child.kill('SIGSTOP');

    const other = start('-600s');
    const result = await migrating;
    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(outcomeOf(result).totals).toMatchObject({ images, failed: 0 });
    expect(other.log.map(({ event }) => event)).toContain('job-stalled');
    const stored = new Map(server.objects('bucket'));
    const post = await site.read('posts/p.md');

    late.child.kill('SIGCONT');
    await late.until(({ url }) => url?.endsWith('/0.jpg') === true);
    expect(new Map(server.objects('bucket'))).toEqual(stored);
    expect(await site.read('posts/p.md')).toBe(post);
    const puts = server.requests.filter(({ method, status }) => method === 'PUT' && status === 200);
    expect(puts.filter(({ key }) => stored.has(key)).map(({ key }) => key)).toHaveLength(images);
    expect((await redis.client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}(?::|$)/.test(key))).toEqual([]);
    late.child.kill('SIGTERM');
    expect(await late.ended).toBe(0);
  });
});
