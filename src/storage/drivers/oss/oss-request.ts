import { encodeKey } from '../../../core/object-key.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { type BucketConnection, createBucketSender, type SendBucketRequest } from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';
import { ossError } from './oss-errors.js';
import { encodeQuery, signV4 } from './sign-v4.js';

/** @throws ImgferryError codes as `oss-errors.ts` has them; an abort's reason as it is */
export function createOssSender(connection: BucketConnection<OssStoreSettings>): SendBucketRequest {
  const { settings } = connection;
  const { bucket, region, prefix } = settings;
  return createBucketSender(connection, {
    sign({ method, key, query = {}, headers = {} }, { keys, at }) {
      const fullKey = key === undefined ? '' : prefix + key;
      const search = encodeQuery(query);
      return {
        url: bucketUrl(settings) + encodeKey(fullKey) + (search === '' ? '' : `?${search}`),
        headers: signV4({ method, bucket, key: fullKey, query, headers }, { keys, region, at }),
      };
    },
    toError: ossError,
  });
}
