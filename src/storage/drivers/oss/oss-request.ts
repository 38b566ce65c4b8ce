import { encodeKey } from '../../../core/object-key.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { type BucketConnection, createBucketSender, type SendBucketRequest } from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';
import { encodeQuery } from '../bucket/encode-query.js';
import { ossError } from './oss-errors.js';
import { signV1 } from './sign-v1.js';
import { signV4 } from './sign-v4.js';
import type { Sign } from './signing.js';

const signers: Readonly<Record<OssStoreSettings['signing'], Sign>> = { v1: signV1, v4: signV4 };

/** @throws ImgferryError codes as `oss-errors.ts` has them; an abort's reason as it is */
export function createOssSender(connection: BucketConnection<OssStoreSettings>): SendBucketRequest {
  const { settings } = connection;
  const { bucket, region, prefix, signing } = settings;
  return createBucketSender(connection, {
    sign({ method, key, query = {}, headers = {} }, { keys, at }) {
      const fullKey = key === undefined ? '' : prefix + key;
      const search = encodeQuery(query, '');
      return {
        url: bucketUrl(settings) + encodeKey(fullKey) + (search === '' ? '' : `?${search}`),
        headers: signers[signing]({ method, bucket, key: fullKey, query, headers }, { keys, region, at }),
      };
    },
    toError: ossError,
  });
}
