import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/lib/digest.js';
import { createTestSite } from '../../support/migration.js';
import { createBucket } from '../../support/oss-bucket.js';
import type { OssServer } from '../../support/oss-server.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import { type CliResult, startCli } from '../../support/run-cli.js';
import { createTransferBench, errorsOf, ossKeys, seedObjects, statesOf } from '../../support/transferring.js';
import { killInMidJob, startWorker } from './workers.js';

const objects = 120;

describe.skipIf(!hasRedis)('a transfer through a queue', { timeout: 180_000 }, () => {
  it('comes to what one process comes to, though a worker is killed over its objects', async () => {
    const redis = await startRedis();
    const { source, target, transfer, folder } = await createSeeded();
    const alone = await transfer(['old', 'alone', '--write', '--manifest', 'alone.ndjson']);
    expect([alone.code, errorsOf(alone)]).toEqual([1, { 'many/0001.jpg': 'OBJECT_CONFLICT' }]);

    let wake: () => void = () => undefined;
    const until = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const isFirst = ({ method, key }: { method: string; key: string }) => method === 'GET' && key.startsWith('blog/');
    source.faults.add({ fault: { kind: 'wait', until }, when: isFirst });
    const queued = ['old', 'shared', '--write', '--queue', redis.url];
    const transferring = transfer([...queued, '--manifest', 'shared.ndjson']);
    const start = () => startWorker(['--queue', redis.url, '--concurrency', '2'], { cwd: folder, env });
    const other = await killInMidJob(start, () => source.faults.pending === 0);
    wake();
    const result = await transferring;
    expect([result.code, errorsOf(result)], result.stderr).toEqual([1, errorsOf(alone)]);
    const { stored = 0, reused = 0, ...others } = statesOf(result); // some that the killed worker had brought already
    expect({ ...others, stored: stored + reused }).toEqual(statesOf(alone));
    expect(contentsBelow(target, 'shared/')).toEqual(contentsBelow(target, 'alone/'));
    expect(await manifestOf(folder, 'shared')).toEqual(await manifestOf(folder, 'alone'));
    expect(putTwice(target, 'shared/')).toEqual([]);
    expect(other.log.map(({ event }) => event)).toContain('job-stalled');
    expect((await redis.client.keys('imgferry:*')).filter((key) => /:[0-9a-f]{64}$/.test(key))).toEqual([]);

    const again = await transfer(queued);
    expect(statesOf(again)).toEqual({ 'in-place': objects, failed: 1 });
    expect(putTwice(target, 'shared/')).toEqual([]);
  });

  it('ends a worker whose disk has not the folder, with a line of its log and no word besides', async () => {
    const redis = await startRedis();
    const site = await createTestSite({ 'from/a.txt': 'a', 'elsewhere/b.txt': 'b' });
    const worker = startWorker(['--queue', redis.url], { cwd: join(site.folder, 'elsewhere') });
    await worker.until(({ event }) => event === 'ready');
    const args = ['transfer', 'file:from', 'file:to', '--write', '--queue', redis.url];
    const { child, result } = startCli(args, { cwd: site.folder });
    expect(await worker.ended).toBe(2);
    child.kill('SIGINT');
    expect(worker.log.at(-1)).toMatchObject({ level: 'error', event: 'stopped', code: 'PATH_NOT_FOUND' });
    expect(worker.said).toEqual([]);
    expect((await result).code).toBe(130);
  });

  it.each([
    ['without --write', [], 2, '--write'],
    ['with a limit that would be each worker’s', ['--write', '--bandwidth', '1MB'], 2, 'hosts.HOST.bandwidth'],
    ['with no Redis there', ['--write'], 3, 'ECONNREFUSED'],
  ])('is refused %s', async (_, args, code, words) => {
    const { transfer } = await createSeeded();
    const refused = await transfer(['old', 'alone', ...args, '--queue', 'redis://127.0.0.1:1']);
    expect(refused.code).toBe(code);
    expect(refused.stdout + refused.stderr).toContain(words);
  });
});

const env = {
  ...ossKeys,
  TARGET_ACCESS_KEY_ID: 'LTAIexampleid',
  TARGET_ACCESS_KEY_SECRET: 'keep-this-secret',
};

interface SeededStores {
  readonly source: OssServer;
  /** Of another provider: what comes here comes by way of a worker. */
  readonly target: OssServer;
  readonly folder: string;
  transfer(args: readonly string[]): Promise<CliResult>;
}

/** Small objects, a large one, and at either target one that stands in the way. */
async function createSeeded(): Promise<SeededStores> {
  const { server: source, at, site, transfer } = await createTransferBench();
  const { server: target, storeAt } = await createBucket();
  seedObjects(source, 'old-pictures', 'blog/', objects);
  source.seed('old-pictures', 'blog/large.bin', Buffer.alloc(9 * 2 ** 20, 7));
  for (const prefix of ['alone/', 'shared/']) {
    target.seed('bucket', `${prefix}many/0001.jpg`, Buffer.from('somebody’s'));
  }
  const stores = {
    old: { url: at('old-pictures/blog'), credentials: 'env:OSS' },
    alone: { url: storeAt('alone'), credentials: 'env:TARGET' },
    shared: { url: storeAt('shared'), credentials: 'env:TARGET' },
  };
  await site.write('imgferry.config.json', JSON.stringify({ stores }));
  return { source, target, folder: site.folder, transfer: (args) => transfer(args, env) };
}

const contentsBelow = (server: OssServer, prefix: string): ReadonlyMap<string, unknown> =>
  new Map(
    [...server.objects('bucket')]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, { body, headers }]): [string, unknown] => [
        key.slice(prefix.length),
        { digest: digestOf(body), headers },
      ])
      .sort(),
  );

async function manifestOf(folder: string, name: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, `${name}.ndjson`), 'utf8');
  return text.replaceAll(`bucket/${name}/`, '').replaceAll('"reused"', '"stored"').trim().split('\n').sort();
}

function putTwice({ requests }: OssServer, prefix: string): readonly string[] {
  const puts = requests
    .filter(({ method, status, key }) => method === 'PUT' && status === 200 && key.startsWith(prefix))
    .map(({ key }) => key);
  return puts.filter((key, at) => puts.indexOf(key) !== at);
}
