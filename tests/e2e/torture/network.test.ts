import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type CertificateAuthority, createAuthority } from '../../net/certificates.js';
import { writeTree } from '../../support/file-tree.js';
import { onLoopback } from '../../support/oss-bucket.js';
import { type OssServer, startOssServer } from '../../support/oss-server.js';
import { createRandom } from '../../support/random.js';
import { runCli } from '../../support/run-cli.js';
import { drawFault, startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startPictures, stateOf, writePosts } from './scenarios.js';

// `npm run torture -- --only network --count N --seed N`
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);
const rounds = Math.ceil(Number(process.env.IMGFERRY_KILLS ?? 20) / 20);
const publicUrl = 'https://img.example.com/';
const oldBase = 'https://old.example.com/';

describe(`a migrate over a network that fails (seed ${seed})`, { timeout: 600_000 }, () => {
  const seen = new Map<string, number>();
  afterAll(() => console.log(`seed ${seed}: ${[...seen].map(([kind, times]) => `${times} ${kind}`).join(', ')}`));

  it.each(Array.from({ length: rounds }, (_, at) => seed + at))(
    'changes a post only to what the bucket has, puts nothing twice, and ends whole when the network is well (seed %i)',
    async (own) => {
      const random = createRandom(own);
      const expected = await undisturbed();
      const network = await openNetwork(
        () => drawFault(random, 0.5),
        own % 2 === 0 ? await createAuthority() : undefined,
      );
      const { folder, server, migrate, proxies } = network;
      const codes: (number | undefined)[] = [];
      for (let run = 0; run < 4; run += 1) {
        const result = await migrate('idleTimeout: 1s\nimageTimeout: 5s\n');
        codes.push(result.code);
        expect([0, 1, 3], result.stderr + result.stdout).toContain(result.code);
        expect(result.stdout + result.stderr).not.toMatch(/\n {4}at |undefined|NaN/);
        expectTrue(await stateOf({ folder, args: [] }), server, expected);
      }
      for (const { kind } of proxies.flatMap(({ faults }) => faults)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      network.heal();
      const last = await migrate('');
      expect([codes, last.code, last.stdout]).toEqual([codes, 0, last.stdout]);
      expect(await stateOf({ folder, args: [] })).toEqual(expected.posts);
      expect(objectsOf(server)).toEqual(expected.objects);
      expectPutOnce(server);
    },
  );

  interface Expected {
    readonly posts: ReadonlyMap<string, Buffer>;
    readonly objects: ReadonlyMap<string, string>;
  }

  async function undisturbed(): Promise<Expected> {
    const { folder, server, migrate } = await openNetwork(() => ({ kind: 'none' }));
    expect(await migrate('')).toMatchObject({ code: 0 });
    return { posts: await stateOf({ folder, args: [] }), objects: objectsOf(server) };
  }
});

/** Each object is one of an undisturbed run's, whole; each new address in a post has its object. */
function expectTrue(
  posts: ReadonlyMap<string, Buffer>,
  server: OssServer,
  expected: { readonly objects: ReadonlyMap<string, string> },
): void {
  const objects = objectsOf(server);
  for (const [key, digest] of objects) expect(expected.objects.get(key), key).toBe(digest);
  for (const [file, bytes] of posts) {
    for (const [, key = ''] of bytes.toString().matchAll(/https:\/\/img\.example\.com\/([^\s)">]+)/g)) {
      expect(objects.has(key), `${file} names ${key}`).toBe(true);
    }
  }
}

/** What was stored was stored once, and no put could have gone over what stands there. */
function expectPutOnce(server: OssServer): void {
  const puts = server.requests.filter(({ method, key }) => method === 'PUT' && !key.includes('probe'));
  for (const { headers, key } of puts) expect(headers['x-oss-forbid-overwrite'], key).toBe('true');
  const stored = puts.filter(({ status }) => status === 200).map(({ key }) => key);
  expect(stored).toHaveLength(new Set(stored).size);
}

const objectsOf = (server: OssServer): ReadonlyMap<string, string> =>
  new Map(
    [...server.objects('bucket')]
      .filter(([key]) => !key.includes('probe'))
      .map(([key, { body }]) => [key, createHash('sha256').update(body).digest('hex')]),
  );

/** Posts, their origin (with an authority: over TLS) and a bucket, both behind a proxy. */
async function openNetwork(faultOf: Parameters<typeof startTcpProxy>[1], authority?: CertificateAuthority) {
  let isWell = false;
  const origin = await startPictures(authority ? { tls: await authority.issue('IP:127.0.0.1') } : {});
  const server = await startOssServer({
    buckets: [{ name: 'bucket', region: 'cn-hangzhou' }],
    keys: { LTAIexampleid: 'keep-this-secret' },
    region: 'cn-hangzhou',
  });
  const faulty = (connection: number) => (isWell ? ({ kind: 'none' } as const) : faultOf(connection));
  const proxies: readonly TcpProxy[] = [
    await startTcpProxy(origin.port, faulty),
    await startTcpProxy(server.port, faulty),
  ];
  onTestFinished(async () => {
    for (const opened of [...proxies, origin, server]) await opened.close();
  });
  const [toOrigin, toServer] = proxies.map(({ port }) => `127.0.0.1:${port}`);
  const folder = await temporaryFolder();
  if (authority) await writeTree(folder, { 'ca.pem': authority.ca });
  await writePosts(folder, oldBase);
  const scheme = authority ? 'https' : 'http';
  const to = `oss://bucket/?region=cn-hangzhou&endpoint=http://${toServer}`;
  const args = ['migrate', 'posts', '--to', to, '--public-url', publicUrl, '--verify', 'stored', '--write'];
  return {
    folder,
    server,
    proxies,
    heal: () => {
      isWell = true;
    },
    async migrate(config: string) {
      await writeTree(folder, { 'imgferry.config.yaml': config });
      return runCli([...args, '--remap', `${oldBase}=${scheme}://${toOrigin}/`, ...onLoopback], {
        cwd: folder,
        env: {
          OSS_ACCESS_KEY_ID: 'LTAIexampleid',
          OSS_ACCESS_KEY_SECRET: 'keep-this-secret',
          NODE_EXTRA_CA_CERTS: authority ? join(folder, 'ca.pem') : '',
        },
      });
    },
  };
}
