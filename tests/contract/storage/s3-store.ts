import type { LookupFunction } from 'node:net';
import type { StorageDriver } from '../../../src/core/storage.js';
import { createHttpClient, type HttpClient } from '../../../src/net/http-client.js';
import { type OpenStoreOptions, openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import type { Radosgw } from '../../support/radosgw.js';
import { openByHand } from '../../support/s3-by-hand.js';
import { key } from './samples.js';
import type { NetworkSwitches, StorageFixture } from './storage-contract.js';

/** Every name is this machine: buckets are told apart by the Host that is sent. */
const toLoopback: LookupFunction = (_, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

let buckets = 0;

export interface OpenS3Options {
  /** How the bucket is addressed: `/BUCKET/KEY`, or `BUCKET.` before the host. */
  readonly style: 'path' | 'host';
  /** Empty, or ends in `/`. */
  readonly prefix?: string;
}

/** The S3 driver over a new bucket of a real gateway, which a proxy makes fail. */
export async function openS3Store(gateway: Radosgw, { style, prefix = '' }: OpenS3Options): Promise<StorageFixture> {
  buckets += 1;
  const bucket = `pictures-${buckets}`;
  const byHand = openByHand(gateway);
  await byHand.createBucket(bucket);
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
  const options: OpenStoreOptions = {
    client,
    env: { AWS_ACCESS_KEY_ID: gateway.accessKeyId, AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey },
    home: '/nonexistent',
    cwd: '/nonexistent',
    root: '/nonexistent',
    now: Date.now,
    retry: { attempts: 1 },
  };
  const open = async (): Promise<StorageDriver> => {
    const settings = parseStore('bucket', { bucket: { url, publicUrl: 'https://img.example.com/' } });
    return (await openStore(settings, options)).driver;
  };
  const driver = await open();
  return {
    driver,
    publicBase: `https://img.example.com/${encodeURIComponent(prefix).replaceAll('%2F', '/')}`,
    keepsHeaders: true,
    longestKey: 1023 - Buffer.byteLength(prefix),
    reopen: open,
    readRaw: (name) => byHand.read(bucket, prefix + name),
    writeRaw: (name, bytes) => byHand.write(bucket, prefix + name, bytes),
    rawNames: async () =>
      (await byHand.names(bucket)).map((name) => key(name.startsWith(prefix) ? name.slice(prefix.length) : name)),
    network: networkSwitches(proxy, client),
    async close() {
      await driver.close();
      await client.close();
      await proxy.close();
    },
  };
}

function networkSwitches(proxy: FaultProxy, client: HttpClient): NetworkSwitches {
  const isPut = ({ method }: { method: string }): boolean => method === 'PUT';
  const isRead = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'GET' && !path.includes('?');
  const slowDown = '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
  return {
    answer503: (times) => proxy.add({ kind: 'answer', status: 503, body: slowDown }, { times }),
    answerWrongChecksum: () =>
      proxy.add({ kind: 'change-answer', headers: { etag: `"${'0'.repeat(32)}"` } }, { when: isPut }),
    cutNextPut: () => proxy.add({ kind: 'cut-request' }, { when: isPut }),
    cutNextRead: () => proxy.add({ kind: 'cut-answer' }, { when: isRead }),
    halfOfNextPut: () => new Promise((onHalf) => proxy.add({ kind: 'hold-request', onHalf }, { when: isPut })),
    fallSilent: () =>
      new Promise((onArrival) => proxy.add({ kind: 'silence', onArrival }, { times: Number.POSITIVE_INFINITY })),
    connections: () => proxy.connections,
    disconnected: () => proxy.disconnected(),
    hangUp: () => client.close(),
  };
}
