import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTree } from '../support/file-tree.js';
import { type OssServer, startOssServer } from '../support/oss-server.js';
import { createRandom } from '../support/random.js';
import { runCli, startCli } from '../support/run-cli.js';
import { onLoopback, ossKeys } from '../support/transferring.js';

// `npm run torture -- --only kill-transfer --count 200 --seed N` sets both: half as many transfers.
const count = Math.ceil(Number(process.env.IMGFERRY_KILLS ?? 20) / 2);
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);

/** 500 objects, one of which goes in parts. */
const files = new Map<string, Buffer>([
  ['large 图.bin', Buffer.alloc(20 * 2 ** 20 + 5, 'bytes of a large object ')],
  ...Array.from({ length: 499 }, (_, at): [string, Buffer] => {
    const name = `${at % 7}/图 ${at}.png`;
    return [name, Buffer.from(`bytes of ${name} `.repeat(1 + (at % 400)))];
  }),
]);

describe(`a transfer killed at any instant (seed ${seed})`, { timeout: 240_000 }, () => {
  let server: OssServer;
  let folder: string;
  let duration: number;
  const struck: number[] = [];
  const random = createRandom(seed);

  const args = (prefix: string): readonly string[] => {
    const to = `oss://pictures/${prefix}?region=cn-hangzhou&endpoint=${server.endpoint}`;
    return ['transfer', 'file:from', to, '--write', ...onLoopback];
  };
  const arrived = (prefix: string): number =>
    [...server.objects('pictures').keys()].filter((key) => key.startsWith(`${prefix}/`)).length;

  beforeAll(async () => {
    server = await startOssServer({
      buckets: [{ name: 'pictures', region: 'cn-hangzhou' }],
      keys: { [ossKeys.OSS_ACCESS_KEY_ID]: ossKeys.OSS_ACCESS_KEY_SECRET },
    });
    folder = await mkdtemp(join(tmpdir(), 'imgferry-kill-'));
    await writeTree(join(folder, 'from'), Object.fromEntries(files));
    const started = performance.now();
    expect(await runCli(args('undisturbed'), { cwd: folder, env: ossKeys })).toMatchObject({ code: 0 });
    duration = performance.now() - started;
    expect(arrived('undisturbed')).toBe(files.size);
  }, 240_000);

  afterAll(async () => {
    await server?.close();
    await rm(folder, { recursive: true, force: true });
    const middle = struck.filter((number) => number > 0 && number < files.size).length;
    console.log(`seed ${seed}, ${count} kills in runs of ${Math.round(duration)} ms, ${middle} of them in mid-move`);
  });

  const instants = Array.from({ length: count }, (_, at) => ({ number: at + 1, share: random() }));

  it.each(instants)('leaves whole objects, and a rerun does the rest once: $number', async ({ number, share }) => {
    const prefix = `run-${number}`;
    await rm(join(folder, '.imgferry'), { recursive: true, force: true });
    const first = server.requests.length;
    const { child, result } = startCli(args(prefix), { cwd: folder, env: ossKeys });
    const timer = setTimeout(() => child.kill('SIGKILL'), share * duration);
    await result;
    clearTimeout(timer);
    struck.push(arrived(prefix));
    for (const [name] of files) {
      const object = server.objects('pictures').get(`${prefix}/${name}`);
      if (object) expect(object.body.equals(files.get(name) ?? Buffer.alloc(0)), name).toBe(true);
    }
    const rerun = await runCli(args(prefix), { cwd: folder, env: ossKeys });
    expect([rerun.code, rerun.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    for (const [name, bytes] of files) {
      expect(server.objects('pictures').get(`${prefix}/${name}`)?.body.equals(bytes), name).toBe(true);
    }
    const puts = server.requests
      .slice(first)
      .filter(({ method, status, key }) => method === 'PUT' && status === 200 && !key.includes('probe'))
      .map(({ key, query }) => `${key} ${query.partNumber ?? ''}`);
    expect(puts).toHaveLength(new Set(puts).size);
    expect(puts).toHaveLength(files.size - 1 + 3);
    const read = server.requests.slice(first).filter(({ method, key }) => method === 'GET' && key.endsWith('.png'));
    expect(read).toEqual([]); // what arrived before the kill is known again by its MD5
    expect(server.uploads('pictures').length).toBeLessThanOrEqual(number); // one that nobody had written down yet
  });
});
