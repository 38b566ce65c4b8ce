import type { ObjectKey } from '../../../src/core/object-key.js';
import type { ObjectStore, StorageDriver } from '../../../src/core/storage.js';
import { createHttpClient, type HttpClient } from '../../../src/net/http-client.js';
import { type OpenStoreOptions, openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { toLoopback } from '../../support/loopback-names.js';
import type { Radosgw } from '../../support/radosgw.js';
import { openByHand } from '../../support/s3-by-hand.js';
import { proxySwitches } from './proxy-switches.js';
import type { BucketFixture } from './storage-contract.js';

let buckets = 0;

export interface OpenS3Options {
  /** How the bucket is addressed: `/BUCKET/KEY`, or `BUCKET.` before the host. */
  readonly style: 'path' | 'host';
  /** Empty, or ends in `/`. */
  readonly prefix?: string;
  /** One that isn't made; else a new one is. */
  readonly bucket?: string;
  /** In place of the gateway's own. */
  readonly keys?: readonly [id: string | undefined, secret: string];
  readonly now?: () => number;
}

/** A bucket of a real gateway behind a proxy that makes it fail, opened as the program opens it. */
export interface OpenedS3 {
  readonly store: ObjectStore;
  readonly driver: StorageDriver;
  readonly proxy: FaultProxy;
  readonly client: HttpClient;
  reopen(): Promise<StorageDriver>;
  openStore(options: Partial<OpenStoreOptions>): Promise<ObjectStore>;
  readRaw(key: ObjectKey): Promise<Buffer | undefined>;
  writeRaw(key: ObjectKey, bytes: Buffer): Promise<void>;
  rawNames(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openS3(
  gateway: Radosgw,
  { style, prefix = '', keys = [undefined, gateway.secretAccessKey], now = Date.now, ...named }: OpenS3Options,
): Promise<OpenedS3> {
  buckets += 1;
  const { bucket = `pictures-${buckets}` } = named;
  const byHand = openByHand(gateway);
  if (named.bucket === undefined) await byHand.createBucket(bucket);
  const proxy = await startFaultProxy(gateway.endpoint);
  const client = createHttpClient({
    userAgent: 'imgferry-test',
    allowHosts: [],
    perHost: 6,
    timeouts: { connect: 5000, headers: 20_000, body: 20_000 },
    lookup: toLoopback,
  });
  const endpoint = `http://${style === 'host' ? gateway.domain : '127.0.0.1'}:${proxy.port}`;
  const url = `s3://${bucket}/${prefix}?region=us-east-1&endpoint=${endpoint}`;
  const [id = gateway.accessKeyId, secret] = keys;
  const options: OpenStoreOptions = {
    client,
    env: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret },
    home: '/nonexistent',
    cwd: '/nonexistent',
    root: '/nonexistent',
    now,
    retry: { attempts: 2, delayFor: () => 0 },
  };
  const open = (more: Partial<OpenStoreOptions> = {}): Promise<ObjectStore> =>
    openStore(parseStore('bucket', { bucket: { url, publicUrl: 'https://img.example.com/' } }), {
      ...options,
      ...more,
    });
  const store = await open();
  return {
    store,
    driver: store.driver,
    proxy,
    client,
    reopen: async () => (await open()).driver,
    openStore: open,
    readRaw: (name) => byHand.read(bucket, prefix + name),
    writeRaw: (name, bytes) => byHand.write(bucket, prefix + name, bytes),
    rawNames: async () =>
      (await byHand.names(bucket)).map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)),
    async close() {
      await store.close();
      await client.close();
      await proxy.close();
    },
  };
}

/** The S3 driver over a new bucket, for the contract's suite. */
export async function openS3Store(
  gateway: Radosgw,
  options: Pick<OpenS3Options, 'style' | 'prefix'>,
): Promise<BucketFixture> {
  const { prefix = '' } = options;
  const { proxy, client, ...opened } = await openS3(gateway, options);
  return {
    ...opened,
    publicBase: `https://img.example.com/${encodeURIComponent(prefix).replaceAll('%2F', '/')}`,
    keepsHeaders: true,
    longestKey: 1023 - Buffer.byteLength(prefix),
    arrivedParts: () =>
      proxy.requests.flatMap(({ method, path, status }) => {
        const number = /[?&]partNumber=(\d+)/.exec(path)?.[1];
        return method === 'PUT' && status === 200 && number !== undefined ? [Number(number)] : [];
      }),
    network: proxySwitches(proxy, client),
  };
}
