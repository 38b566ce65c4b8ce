import { refuseSharedKeys } from '../credentials/resolve-credentials.js';
import type { BucketStoreSettings, StoreSettings } from '../storage/store-settings.js';

/**
 * Refuses a run whose stores would share one pair of variables by accident.
 *
 * @throws ImgferryError CREDENTIALS_AMBIGUOUS
 */
export function refuseSharedKeysOf(stores: readonly StoreSettings[]): void {
  refuseSharedKeys(
    stores.flatMap((store) =>
      store.kind === 'file'
        ? []
        : [{ name: store.name, provider: store.kind, bucket: bucketOf(store), source: store.credentials }],
    ),
  );
}

/** A name that no other bucket has. */
const bucketOf = (store: BucketStoreSettings): string =>
  store.kind === 's3' ? `${store.endpoint}/${store.bucket}` : store.bucket;
