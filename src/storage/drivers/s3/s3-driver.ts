import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type {
  CallOptions,
  Checksum,
  ObjectBody,
  ObjectHeaders,
  ObjectInfo,
  PutOptions,
  StorageDriver,
} from '../../../core/storage.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { checksumsOf, md5InETag } from '../../checksum.js';
import type { S3StoreSettings } from '../../store-settings.js';
import { createBucketCalls, refuseStanding } from '../bucket/bucket-calls.js';
import { createHeaderCalls } from '../bucket/bucket-headers.js';
import { listBucket } from '../bucket/bucket-listing.js';
import { createPartCalls, type PartLimits } from '../bucket/bucket-multipart.js';
import { objectInfo, sendBody } from '../bucket/bucket-object.js';
import { placeOf } from '../bucket/bucket-place.js';
import { type BucketConnection, isObjectAbsent } from '../bucket/bucket-request.js';
import { cannedAclOf } from './canned-acl.js';
import { decidesConditions, inspectBucket, s3Listing } from './s3-bucket.js';
import { createS3Sender } from './s3-request.js';

export interface S3DriverOptions extends BucketConnection<S3StoreSettings> {
  readonly publicUrl: (key: ObjectKey) => string | undefined;
  /** Where the provider's own are not small enough. */
  readonly limits?: Partial<PartLimits>;
}

/** AWS, "CopyObject": up to 5 GB. A part: 5 MiB to 5 GiB, at most 10,000. */
const partLimits: PartLimits = {
  putAbove: 16 * 2 ** 20,
  putPart: 8 * 2 ** 20,
  copyAbove: 5 * 1000 ** 3,
  copyPart: 2 ** 29,
};

/**
 * Objects in a bucket that speaks S3, signed by V4. A put carries its SHA-256 and MD5, which the provider checks before
 * it keeps anything; an ETag that is an MD5 is compared with ours. `If-None-Match` and `If-Match` guard what stands
 * there; providers that don't decide them are found out, and there the driver looks first. It does so as well until a
 * put was seen to be refused: some decide the one condition and not the other.
 */
export function createS3Driver({ publicUrl, limits, ...connection }: S3DriverOptions): StorageDriver {
  const { settings, now } = connection;
  const { bucket: name } = settings;
  const send = createS3Sender(connection);
  const bucket = { settings, send, now };
  const calls = createBucketCalls(send, infoOf);
  let isGuarded: boolean | undefined;
  let isProven = false;
  let isProving = false;
  let hasMd5 = true;

  async function decides(call: CallOptions): Promise<boolean> {
    isGuarded ??= await decidesConditions(bucket, call);
    return isGuarded;
  }

  /** The condition as headers; where the provider doesn't decide it, it is looked at here and now. */
  async function guard(key: ObjectKey, options: PutOptions): Promise<ObjectHeaders> {
    const { ifAbsent, ifMatch, signal } = options;
    if (!ifAbsent && ifMatch === undefined) return {};
    const isDecided = await decides({ signal });
    if (isDecided && ifMatch !== undefined) return { 'if-match': ifMatch };
    const condition: ObjectHeaders = isDecided ? { 'if-none-match': '*' } : {};
    if (isDecided && isProven) return condition;
    refuseStanding(await calls.head(key, { signal }), options, { bucket: name, key });
    return condition;
  }

  /** Puts once more what was just put where nothing stood: refused, the condition is proven to be decided. */
  async function proveGuard(
    key: ObjectKey,
    body: ObjectBody,
    headers: ObjectHeaders,
    { signal }: CallOptions,
  ): Promise<void> {
    if (isProven || isProving || headers['if-none-match'] === undefined) return;
    isProving = true;
    try {
      await sendBody(send, body, { key, headers, signal });
      isGuarded = false;
    } catch (error) {
      signal.throwIfAborted();
      isProven = isConflict(error); // what else went wrong proves nothing: the next put tries again
    } finally {
      isProving = false;
    }
  }

  /**
   * Sends a put. Ceph and DigitalOcean Spaces take the quotes of `If-Match` for part of the ETag, so that what they call
   * another object is looked at, and where it is the one that was asked for, the condition goes without quotes: the provider decides all the same.
   */
  async function sendGuarded(
    key: ObjectKey,
    body: ObjectBody,
    headers: ObjectHeaders,
    { ifMatch, signal }: PutOptions,
  ): Promise<HttpResponse> {
    try {
      return await sendBody(send, body, { key, headers, signal });
    } catch (error) {
      if (ifMatch === undefined || !(isObjectAbsent(error) || isConflict(error))) throw error;
      const found = (await calls.head(key, { signal }))?.etag;
      const bare = ifMatch.replace(/^"(.*)"$/, '$1');
      if (found === ifMatch && headers['if-match'] === ifMatch && bare !== ifMatch) {
        return sendGuarded(key, body, { ...headers, 'if-match': bare }, { ifMatch, headers: {}, signal });
      }
      const facts = { expected: ifMatch, found: found ?? 'absent' };
      throw new ImgferryError('OBJECT_CONFLICT', { bucket: name, key, ...facts }, { cause: error });
    }
  }

  const parts = createPartCalls(bucket, {
    prefix: 'x-amz-',
    limits: { ...partLimits, ...limits },
    /** Few providers decide a condition where an upload ends or an object is copied, and some refuse it: we look. */
    async guard(_, key, { ifAbsent, ifMatch, signal }) {
      if (!ifAbsent && ifMatch === undefined) return {};
      const condition = { ...(ifAbsent ? { ifAbsent } : {}), ...(ifMatch === undefined ? {} : { ifMatch }) };
      refuseStanding(await calls.head(key, { signal }), condition, { bucket: name, key });
      return {};
    },
  });

  return {
    place: placeOf(connection, `s3:${settings.region}:${new URL(settings.endpoint).host}`),
    ...parts,
    headers: createHeaderCalls(bucket, {
      prefix: 'x-amz-',
      copies: parts.copies,
      aclHeader: 'x-amz-acl',
      aclIn: cannedAclOf,
      aclOfCopies: 'private',
    }),
    features: {
      get conditionalPut() {
        return isGuarded !== false;
      },
      get checksum() {
        return hasMd5 ? ('md5' as const) : undefined;
      },
      get listsMd5() {
        return hasMd5;
      },
    },

    async preflight(call) {
      const findings = await inspectBucket(bucket, call);
      if (await decides(call)) return { findings };
      return { findings: [...findings, { id: 'no-conditional-put', facts: { bucket: name } }] };
    },

    ...calls,

    async put(key, body, options) {
      const { signal } = options;
      refuseTooLarge(name, key, body);
      const condition = await guard(key, options);
      const [md5 = ''] = await checksumsOf(body, ['md5'], { signal });
      const headers = {
        ...options.headers,
        ...condition,
        'content-length': String(body.size),
        'content-md5': Buffer.from(md5, 'hex').toString('base64'),
        'x-amz-content-sha256': body.digest,
      };
      const response = await sendGuarded(key, body, headers, options);
      const info = { ...infoOf(key, response), size: body.size, headers: options.headers };
      hasMd5 = info.checksum !== undefined;
      if (info.checksum && info.checksum.value !== md5) {
        const facts = { expected: `md5:${md5}`, found: `md5:${info.checksum.value}` };
        throw new ImgferryError('CHECKSUM_MISMATCH', { bucket: name, key, ...facts });
      }
      await proveGuard(key, body, headers, { signal });
      return info;
    },

    list: (prefix, call) => listBucket(bucket, prefix, s3Listing, call),
    publicUrl,
    close: async () => undefined, // the client is its maker's to close
  };
}

const isConflict = (error: unknown): boolean => error instanceof ImgferryError && error.code === 'OBJECT_CONFLICT';

const largestPut = 5 * 2 ** 30; // AWS, "Amazon S3 multipart upload limits": a single put

function refuseTooLarge(bucket: string, key: ObjectKey, { size }: ObjectBody): void {
  if (size <= largestPut) return;
  throw new ImgferryError('STORE_REFUSED', { bucket, key, hint: 'too-large', expected: largestPut, found: size });
}

const infoOf = (key: ObjectKey, response: HttpResponse): ObjectInfo =>
  objectInfo(key, response, { prefix: 'x-amz-', checksum: md5Of(response.headers) });

/**
 * The MD5 that an ETag is; undefined where it is none: of objects in parts, and of those encrypted with keys that are
 * not the bucket's own (AWS, "Common response headers", ETag).
 */
function md5Of(headers: ObjectHeaders): Checksum | undefined {
  const value = md5InETag(headers.etag);
  const isEncrypted =
    headers['x-amz-server-side-encryption']?.startsWith('aws:kms') ||
    headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
  return value === undefined || isEncrypted ? undefined : { kind: 'md5', value };
}
