import { resolveCredentials } from '../../../credentials/resolve-credentials.js';
import { keepCredentials } from '../../keep-credentials.js';
import { readAuthority, type StoreAddress } from '../../store-address.js';
import type { OpenDriverOptions } from '../../store-kind.js';
import type { BucketStoreSettings, StoreConfig } from '../../store-settings.js';
import type { BucketConnection } from './bucket-request.js';

const parametersOfBuckets = ['region', 'endpoint', 'cname', 'path-style', 'signing', 'requester-pays'];

/** `//BUCKET/PREFIX?…` */
export function readBucketAddress(address: StoreAddress): StoreConfig {
  const { authority: bucket, path: prefix, parameters } = readAuthority(address, parametersOfBuckets);
  return { bucket, prefix, ...parameters };
}

/** What every bucket's driver sends through. */
export function connectBucket<Settings extends BucketStoreSettings>(
  settings: Settings,
  { client, env, home, now }: OpenDriverOptions,
): BucketConnection<Settings> {
  const { kind: provider, credentials: source } = settings;
  const keys = keepCredentials(() => resolveCredentials({ provider, source, env, home }));
  return { settings, client, now, ...keys };
}
