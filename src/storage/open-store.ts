import { relative, resolve, sep } from 'node:path';
import type { UploadLedger } from '../core/ledger.js';
import type { ObjectStore, StorageDriver } from '../core/storage.js';
import type { ResolvedCredentials } from '../credentials/credentials.js';
import { resolveCredentials } from '../credentials/resolve-credentials.js';
import type { RetryOptions } from '../lib/retry.js';
import type { HttpClient } from '../net/http-client.js';
import { deriveAddresses, type StoreAddresses } from './addresses.js';
import type { PartLimits } from './drivers/bucket/bucket-multipart.js';
import { createObjectStore } from './object-store.js';
import type { BucketStoreSettings, FileStoreSettings, S3StoreSettings, StoreSettings } from './store-settings.js';

export interface OpenStoreOptions {
  /** Sends a bucket's requests; the caller closes it. */
  readonly client: HttpClient;
  /** Where keys are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
  /** Folder that a file store's id is relative to, so that the id is the same on every machine: the ledger's root. */
  readonly root: string;
  /** Epoch ms. */
  readonly now: () => number;
  readonly retry: Omit<RetryOptions, 'signal'>;
  /** Remembers uploads in parts; undefined: none is gone on with. */
  readonly uploads?: UploadLedger;
  /** The run whose images this machine brings for another one. */
  readonly run?: string;
  /** Where a provider's own limits are not small enough. */
  readonly limits?: Partial<PartLimits>;
}

/**
 * Opens a store. Only the driver that is asked for is loaded; nothing is sent, written or looked for yet: keys are
 * found with the first request, so that a plan needs none.
 */
export async function openStore(settings: StoreSettings, options: OpenStoreOptions): Promise<ObjectStore> {
  const addresses = deriveAddresses(settings);
  const driver = await (settings.kind === 'file'
    ? openFolder(settings, addresses, options)
    : openBucket(settings, addresses, options));
  const id = storeId(settings, options);
  const { retry, uploads } = options;
  const tools = { id, addresses, retry, headers: settings.headers, ...(uploads === undefined ? {} : { uploads }) };
  return createObjectStore(driver, tools);
}

/** Kind, and bucket and prefix, or folder: two names of one place have one id. */
export function storeId(settings: StoreSettings, { cwd, root }: Pick<OpenStoreOptions, 'cwd' | 'root'>): string {
  if (settings.kind === 'oss') return `oss://${settings.bucket}/${settings.prefix}`;
  if (settings.kind === 's3') return `s3://${settings.bucket}/${settings.prefix}${providerOf(settings)}`;
  return `file:${relative(root, resolve(cwd, settings.folder)).split(sep).join('/') || '.'}`;
}

async function openFolder(
  settings: FileStoreSettings,
  { publicUrl }: StoreAddresses,
  { cwd, now, run }: OpenStoreOptions,
): Promise<StorageDriver> {
  const { createLocalDriver } = await import('./drivers/local/local-driver.js');
  return createLocalDriver({ folder: resolve(cwd, settings.folder), publicUrl, now, run });
}

async function openBucket(
  settings: BucketStoreSettings,
  { publicUrl }: StoreAddresses,
  { client, env, home, now, limits = {} }: OpenStoreOptions,
): Promise<StorageDriver> {
  const resolve = () => resolveCredentials({ provider: settings.kind, source: settings.credentials, env, home });
  let found: ReturnType<typeof resolve> | undefined;
  const credentials = () => {
    found ??= resolve();
    return found;
  };
  /** Other tools write new keys into their files; of many calls that are refused at once the first looks. */
  const renewCredentials = async (expired: ResolvedCredentials): Promise<boolean> => {
    const isCurrent = isSameKey(await credentials(), expired);
    if (isCurrent) found = resolve();
    return !isSameKey(await credentials(), expired);
  };
  const connection = { client, credentials, renewCredentials, now, publicUrl, limits };
  if (settings.kind === 'oss') {
    const { createOssDriver } = await import('./drivers/oss/oss-driver.js');
    return createOssDriver({ settings, ...connection });
  }
  const { createS3Driver } = await import('./drivers/s3/s3-driver.js');
  return createS3Driver({ settings, ...connection });
}

const isSameKey = (one: ResolvedCredentials, other: ResolvedCredentials): boolean =>
  one.accessKeyId === other.accessKeyId && one.securityToken === other.securityToken;

/** AWS's buckets have one name in all the world; elsewhere a name is its provider's alone. */
function providerOf({ endpoint, access }: S3StoreSettings): string {
  const { host } = new URL(access.style === 'cname' ? access.origin : endpoint);
  return /\.amazonaws\.com(?:\.cn)?$/.test(host) ? '' : `?endpoint=${host}`;
}
