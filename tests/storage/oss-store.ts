import type { StorageDriver } from '../../src/core/storage.js';
import type { KeyPair } from '../../src/credentials/credentials.js';
import { createHttpClient, type HttpClient } from '../../src/net/http-client.js';
import { deriveAddresses } from '../../src/storage/addresses.js';
import { createOssDriver } from '../../src/storage/drivers/oss/oss-driver.js';
import { parseOssStore } from '../../src/storage/drivers/oss/oss-settings.js';
import type { StoreConfig } from '../../src/storage/store-settings.js';
import { toLoopback } from '../support/loopback-names.js';

export interface OssDriverParts {
  readonly endpoint: string;
  readonly config?: Partial<StoreConfig>;
  readonly keys?: KeyPair;
  readonly now?: () => number;
}

export const testKeys: KeyPair = { accessKeyId: 'LTAItestkey', accessKeySecret: 'test-secret' };

/** The OSS driver over a loopback server, and the client that has to be closed. */
export function connectOss({ endpoint, config = {}, keys = testKeys, now = Date.now }: OssDriverParts): {
  readonly driver: StorageDriver;
  readonly client: HttpClient;
} {
  const client = createHttpClient({
    userAgent: 'test',
    allowHosts: [],
    perHost: 16,
    timeouts: { connect: 5000, headers: 5000, body: 5000 },
    lookup: toLoopback,
  });
  const settings = parseOssStore('test', {
    bucket: 'pictures',
    prefix: '博客',
    region: 'cn-hangzhou',
    endpoint,
    ...config,
  });
  const credentials = async () => ({ ...keys, from: { kind: 'env' as const, name: 'OSS_ACCESS_KEY_ID' } });
  const { publicUrl } = deriveAddresses(settings);
  return { driver: createOssDriver({ settings, client, credentials, now, publicUrl }), client };
}
