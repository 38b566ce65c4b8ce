import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { CallOptions, ObjectInfo, PutOptions, StorageDriver } from '../../../core/storage.js';
import { textAt } from '../../../lib/read-xml.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { checksumsOf } from '../../checksum.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { createBucketCalls, refuseStanding } from '../bucket/bucket-calls.js';
import { createHeaderCalls } from '../bucket/bucket-headers.js';
import { listBucket } from '../bucket/bucket-listing.js';
import { createPartCalls, type PartLimits } from '../bucket/bucket-multipart.js';
import { objectInfo, sendBody } from '../bucket/bucket-object.js';
import { placeOf } from '../bucket/bucket-place.js';
import type { BucketConnection } from '../bucket/bucket-request.js';
import { inspectBucket, ossListing, readBucketFacts } from './oss-bucket.js';
import { createOssSender } from './oss-request.js';

export interface OssDriverOptions extends BucketConnection<OssStoreSettings> {
  readonly publicUrl: (key: ObjectKey) => string | undefined;
  /** Where the provider's own are not small enough. */
  readonly limits?: Partial<PartLimits>;
}

/** OSS, "CopyObject": up to 1 GB where the storage class may change. A part: 100 KB to 5 GB, at most 10,000. */
const partLimits: PartLimits = { putAbove: 16 * 2 ** 20, putPart: 8 * 2 ** 20, copyAbove: 2 ** 30, copyPart: 2 ** 29 };

/**
 * Objects in a bucket of Alibaba Cloud OSS, signed by V4. A put carries its MD5, which OSS checks before it keeps
 * anything, and `x-oss-forbid-overwrite`; the CRC-64 in the answer is compared with ours. Versioned buckets ignore that
 * header, so there (and where the keys may not ask whether it is one) the driver looks first.
 */
export function createOssDriver({ publicUrl, limits, ...connection }: OssDriverOptions): StorageDriver {
  const { settings, now } = connection;
  const send = createOssSender(connection);
  const bucket = { settings, send, now };
  const calls = createBucketCalls(send, infoOf);
  let guarded: boolean | undefined;

  async function isGuarded(call: CallOptions): Promise<boolean> {
    guarded ??= (await readBucketFacts(bucket, call))?.isVersioned === false;
    return guarded;
  }

  /** OSS has no put that compares ETags, so this can only look. */
  async function refuseConflict(key: ObjectKey, options: PutOptions): Promise<void> {
    const { ifAbsent, ifMatch, signal } = options;
    if (ifMatch === undefined && (!ifAbsent || (await isGuarded({ signal })))) return;
    refuseStanding(await calls.head(key, { signal }), options, { bucket: settings.bucket, key });
  }

  const parts = createPartCalls(bucket, {
    prefix: 'x-oss-',
    limits: { ...partLimits, ...limits },
    partChecksum: { header: 'x-oss-hash-crc64ecma', kind: 'crc64' },
    async guard(_, key, options) {
      await refuseConflict(key, options);
      return options.ifAbsent ? { 'x-oss-forbid-overwrite': 'true' } : {};
    },
  });

  return {
    place: placeOf(connection, `oss:${settings.region}:${ossService(settings)}`),
    ...parts,
    headers: createHeaderCalls(bucket, {
      prefix: 'x-oss-',
      copies: parts.copies,
      aclHeader: 'x-oss-object-acl',
      aclIn: (answer) => textAt(answer, 'AccessControlList', 'Grant'),
      aclOfCopies: 'default',
    }),
    features: {
      get conditionalPut() {
        return guarded !== false;
      },
      checksum: 'crc64',
      listsMd5: true,
    },

    preflight: (call) => inspectBucket(bucket, call),
    ...calls,

    async put(key, body, options) {
      const { signal } = options;
      await refuseConflict(key, options);
      const [md5 = '', crc64 = ''] = await checksumsOf(body, ['md5', 'crc64'], { signal });
      const headers = {
        ...options.headers,
        'content-length': String(body.size),
        'content-md5': Buffer.from(md5, 'hex').toString('base64'),
        ...(options.ifAbsent ? { 'x-oss-forbid-overwrite': 'true' } : {}),
      };
      const response = await sendBody(send, body, { key, headers, signal });
      const info = { ...infoOf(key, response), size: body.size, headers: options.headers };
      if (info.checksum && info.checksum.value !== crc64) {
        const facts = { expected: `crc64:${crc64}`, found: `crc64:${info.checksum.value}` };
        throw new ImgferryError('CHECKSUM_MISMATCH', { bucket: settings.bucket, key, ...facts });
      }
      return info;
    },

    list: (prefix, call) => listBucket(bucket, prefix, ossListing, call),
    publicUrl,
    close: async () => undefined, // the client is its maker's to close
  };
}

/** Whether the endpoint is the provider's own, or a custom domain of it, does not matter: the region does. */
function ossService({ access }: OssStoreSettings): string {
  const { host } = new URL(access.origin);
  return access.style === 'cname' || host.endsWith('.aliyuncs.com') ? 'aliyuncs.com' : host;
}

function infoOf(key: ObjectKey, response: HttpResponse): ObjectInfo {
  const crc64 = response.headers['x-oss-hash-crc64ecma'];
  const checksum = crc64 === undefined ? undefined : ({ kind: 'crc64', value: crc64 } as const);
  return objectInfo(key, response, { prefix: 'x-oss-', checksum });
}
