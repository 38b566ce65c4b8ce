import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readTree, writeTree } from '../../support/file-tree.js';
import { photoJpeg } from '../../support/images.js';
import { type OriginServer, startOrigin } from '../../support/origin-server.js';
import { createBucket, onLoopback, type TestBucket } from '../../support/oss-bucket.js';
import { buildPostWith } from '../../support/posts.js';
import { createRandom } from '../../support/random.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import { type CliResult, runCli, startCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startWorker, type TestWorker } from './workers.js';

// The long form: IMGFERRY_QUEUE_IMAGES=5000 npx vitest run tests/e2e/queue/chaos.test.ts
const images = Number(process.env.IMGFERRY_QUEUE_IMAGES ?? 100);
const locals = 20;
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);
const workersAtOnce = 4;
const killEvery = 2000; // ms
const oldBase = 'https://old.example.com/';

describe.skipIf(!hasRedis)(`a queue where everything dies (seed ${seed})`, () => {
  it('comes to what one process comes to, and stores nothing twice', { timeout: 3_600_000 }, async () => {
    const origin = await startImages();
    const [alone, shared] = [await createBucket(), await createBucket()];
    const [own, folder] = [await temporaryFolder(), await temporaryFolder()];
    await Promise.all([writeBlog(own), writeBlog(folder)]);
    expect(await migrate(own, alone, origin, [])).toMatchObject({ code: 0 });

    const redis = await startRedis();
    const random = createRandom(seed);
    const workers: TestWorker[] = [];
    const hire = async (): Promise<void> => {
      const cwd = await temporaryFolder();
      workers.push(startWorker(['--queue', redis.url, '--concurrency', '4'], { cwd, env: shared.env }));
    };
    for (let at = 0; at < workersAtOnce; at += 1) await hire();
    const killing = new AbortController();
    let kills = 0;
    const killer = (async () => {
      while (!killing.signal.aborted) {
        await wait(killEvery, undefined, { signal: killing.signal }).catch(() => undefined);
        const [victim] = workers.splice(Math.floor(random() * workers.length), 1);
        victim?.child.kill('SIGKILL');
        kills += 1;
        if (!killing.signal.aborted) await hire();
      }
    })();

    const started = Date.now();
    const phases: string[] = [];
    const tell = (phase: string): void => void phases.push(`${phase} ${((Date.now() - started) / 1000).toFixed(1)} s`);
    for (const share of [0.2, 0.45]) {
      const coordinator = startCli(migration(shared, origin, ['--queue', redis.url]), {
        cwd: folder,
        env: shared.env,
      });
      await Promise.race([untilStored(shared, share * images), coordinator.result]);
      coordinator.child.kill('SIGKILL');
      expect((await coordinator.result).signal).toBe('SIGKILL');
      tell(`coordinator killed with ${shared.server.objects('bucket').size} objects`);
    }
    const last = startCli(migration(shared, origin, ['--queue', redis.url, '--format', 'json']), {
      cwd: folder,
      env: shared.env,
    });
    await Promise.race([untilStored(shared, 0.7 * images), last.result]);
    await redis.kill();
    await redis.start();
    tell('Redis restarted');
    const result = await last.result;
    tell('done');
    killing.abort();
    await killer;
    for (const { child } of workers) child.kill('SIGTERM');

    expect(result, result.stderr).toMatchObject({ code: 0 });
    expect(await readTree(join(folder, 'posts'))).toEqual(await readTree(join(own, 'posts')));
    expect(contentsOf(shared)).toEqual(contentsOf(alone));
    expect(storedTwice(shared)).toEqual([]);
    expect(await jobsIn(redis.client)).toEqual([]);
    console.log(`seed ${seed}: ${images} images, ${kills} workers killed; ${phases.join(', ')}`);
  });
});

function startImages(): Promise<OriginServer> {
  const routes = Array.from({ length: images }, (_, at) => {
    const picture = { seed: at + 1, width: 64, height: 48, format: at % 3 === 0 ? 'png' : 'jpeg' } as const;
    return [`/${at}.img`, { picture, delay: 100 }] as const;
  });
  const starting = startOrigin(Object.fromEntries(routes));
  onTestFinished(async () => (await starting).close());
  return starting;
}

async function writeBlog(folder: string): Promise<void> {
  const addresses = Array.from({ length: images }, (_, at) => `${oldBase}${at}.img`);
  const posts: Record<string, string | Buffer> = {};
  for (let at = 0; at < images; at += 20) {
    const named = [...addresses.slice(at, at + 20), `../local/图${(at / 20) % locals}.jpg`];
    posts[`posts/文章${at}.md`] = buildPostWith(named, { title: `文章${at}` });
  }
  for (let at = 0; at < locals; at += 1) {
    posts[`local/图${at}.jpg`] = await photoJpeg({ width: 64, height: 48, seed: images + at + 1 });
  }
  await writeTree(folder, posts);
}

const migration = (bucket: TestBucket, origin: OriginServer, args: readonly string[]): readonly string[] => [
  ...['migrate', 'posts', '--to', bucket.storeAt('blog/'), '--public-url', 'https://img.example.com/'],
  ...['--verify', 'stored', '--remap', `${oldBase}=${origin.url}/`, ...onLoopback, '--write', ...args],
];

const migrate = (cwd: string, bucket: TestBucket, origin: OriginServer, args: readonly string[]): Promise<CliResult> =>
  runCli(migration(bucket, origin, args), { cwd, env: bucket.env });

async function untilStored({ server }: TestBucket, count: number): Promise<void> {
  while (server.objects('bucket').size < count) await wait(50);
}

const contentsOf = ({ server }: TestBucket): ReadonlyMap<string, unknown> =>
  new Map([...server.objects('bucket')].sort().map(([key, { body, headers }]) => [key, { body, headers }]));

/** Keys of pictures that were put more than once, by the server's log. */
function storedTwice({ server }: TestBucket): readonly string[] {
  const puts = server.requests
    .filter(({ method, status, key }) => method === 'PUT' && status === 200 && !key?.includes('.imgferry-staging/'))
    .map(({ key }) => key ?? '');
  return puts.filter((key, at) => puts.indexOf(key) !== at);
}

async function jobsIn(client: { keys(pattern: string): Promise<string[]> }): Promise<readonly string[]> {
  return (await client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}(?::|$)/.test(key));
}
