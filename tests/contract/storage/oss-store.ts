import type { ObjectStore } from '../../../src/core/storage.js';
import { createHttpClient, type HttpClient } from '../../../src/net/http-client.js';
import { type OpenStoreOptions, openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import { faults, type OssServer, startOssServer } from '../../support/oss-server.js';
import { key } from './samples.js';
import type { BucketFixture, BucketSwitches } from './storage-contract.js';

/** A bucket of the loopback server, opened as the program opens it. */
export interface OpenedOss {
  readonly server: OssServer;
  readonly store: ObjectStore;
  readonly client: HttpClient;
  reopen(options?: Partial<OpenStoreOptions>): Promise<ObjectStore>;
  close(): Promise<void>;
}

/** How the bucket is addressed: `/BUCKET/KEY` at an IP address, or a custom domain that is the bucket. */
export type OssStyle = 'path' | 'cname';

export interface OpenOssOptions {
  readonly style?: OssStyle;
  /** Empty, or ends in `/`. */
  readonly prefix?: string;
  /** How requests are signed, where not by V4. */
  readonly signing?: 'v1';
  /** Temporary keys (STS) in place of lasting ones. */
  readonly isTemporary?: boolean;
  readonly retry: OpenStoreOptions['retry'];
}

export async function openOss({
  style = 'path',
  prefix = '',
  signing,
  isTemporary = false,
  retry,
}: OpenOssOptions): Promise<OpenedOss> {
  const server = await startOssServer({
    buckets: [{ name: 'pictures', region: 'cn-hangzhou' }],
    keys: { LTAItestkey: 'test-secret', 'STS.temporary': { secret: 'short-lived', securityToken: 'token/+=' } },
    ...(style === 'cname' ? { cnames: { '127.0.0.1': 'pictures' } } : {}),
  });
  const client = createHttpClient({
    userAgent: 'imgferry-test',
    allowHosts: [],
    perHost: 6,
    timeouts: { connect: 5000, headers: 20_000, body: 20_000 },
  });
  const access = style === 'cname' ? `cname=${server.endpoint}` : `endpoint=${server.endpoint}`;
  const config = {
    url: `oss://pictures/${prefix}?region=cn-hangzhou&${access}${signing ? `&signing=${signing}` : ''}`,
    publicUrl: 'https://img.example.com/',
  };
  const options: OpenStoreOptions = {
    client,
    env: isTemporary
      ? {
          OSS_ACCESS_KEY_ID: 'STS.temporary',
          OSS_ACCESS_KEY_SECRET: 'short-lived',
          OSS_SESSION_TOKEN: 'token/+=',
        }
      : { OSS_ACCESS_KEY_ID: 'LTAItestkey', OSS_ACCESS_KEY_SECRET: 'test-secret' },
    home: '/nonexistent',
    cwd: '/nonexistent',
    root: '/nonexistent',
    now: Date.now,
    retry,
  };
  const open = (more: Partial<OpenStoreOptions> = {}): Promise<ObjectStore> =>
    openStore(parseStore('bucket', { bucket: config }), { ...options, ...more });
  const store = await open();
  return {
    server,
    store,
    client,
    reopen: open,
    async close() {
      await store.close();
      await client.close();
      await server.close();
    },
  };
}

/** The OSS driver over an empty bucket, for the contract's suite. */
export async function openOssStore(options: Omit<OpenOssOptions, 'retry'> = {}): Promise<BucketFixture> {
  const opened = await openOss({ ...options, retry: { attempts: 1 } });
  const { server, store, client } = opened;
  const { prefix = '' } = options;
  return {
    driver: store.driver,
    publicBase: `https://img.example.com/${encodeURIComponent(prefix).replaceAll('%2F', '/')}`,
    keepsHeaders: true,
    longestKey: 1023 - Buffer.byteLength(prefix),
    reopen: async () => (await opened.reopen()).driver,
    openStore: (more) => opened.reopen(more),
    arrivedParts: () =>
      server.requests.flatMap(({ method, query, status }) =>
        method === 'PUT' && status === 200 && query.partNumber !== undefined ? [Number(query.partNumber)] : [],
      ),
    readRaw: async (name) => server.objects('pictures').get(prefix + name)?.body,
    writeRaw: async (name, bytes) => server.seed('pictures', prefix + name, bytes),
    rawNames: async () =>
      [...server.objects('pictures').keys()].map((name) =>
        key(name.startsWith(prefix) ? name.slice(prefix.length) : name),
      ),
    network: networkSwitches(server, client),
    close: () => opened.close(),
  };
}

function networkSwitches(server: OssServer, client: HttpClient): BucketSwitches {
  const isPut = ({ method }: { method: string }): boolean => method === 'PUT';
  const isRead = ({ method, key: name }: { method: string; key: string }): boolean => method === 'GET' && name !== '';
  return {
    answer503: (times) => server.faults.add({ fault: faults.serviceUnavailable, times }),
    answerWrongChecksum: () => server.faults.add({ fault: faults.wrongCrc, when: isPut }),
    cutNextPut: () => server.faults.add({ fault: faults.cutRequest, when: isPut }),
    cutNextRead: () => server.faults.add({ fault: faults.cutResponse, when: isRead }),
    halfOfNextPut: () =>
      new Promise((resolve) => {
        server.faults.add({ fault: { kind: 'tell-half', onHalf: resolve }, when: isPut });
      }),
    fallSilent: () =>
      new Promise((resolve) => {
        const when = (): boolean => {
          resolve();
          return true;
        };
        const fault = { kind: 'wait', until: new Promise(() => undefined) } as const;
        server.faults.add({ fault, when, times: Number.POSITIVE_INFINITY });
      }),
    connections: () => server.connections,
    disconnected: () => server.disconnected(),
    hangUp: () => client.close(),
  };
}
