import type { BucketPlace } from '../../../core/storage.js';
import type { BucketStoreSettings } from '../../store-settings.js';
import type { BucketConnection } from './bucket-request.js';

/** Where a bucket's objects are. */
export function placeOf(
  { settings, credentials }: BucketConnection<BucketStoreSettings>,
  service: string,
): BucketPlace {
  const { bucket, prefix } = settings;
  return { service, bucket, prefix, account: async () => (await credentials()).accessKeyId };
}
