import { ImgferryError } from '../../../core/errors.js';
import { decodeKey } from '../../../core/object-key.js';
import type { CallOptions, StoreFinding } from '../../../core/storage.js';
import { textAt } from '../../../lib/read-xml.js';
import type { S3StoreSettings } from '../../store-settings.js';
import type { ListingDialect } from '../bucket/bucket-listing.js';
import { type Bucket, withoutBody } from '../bucket/bucket-request.js';
import { clockFindings, clockOffset, probeKey, tryToWrite } from '../bucket/inspect-bucket.js';

/**
 * Whether the bucket is there, in the region that is named, and may be written to.
 *
 * @throws ImgferryError BUCKET_NOT_FOUND, REGION_WRONG, CREDENTIALS_REJECTED, STORE_ACCESS_DENIED, CLOCK_SKEWED,
 *   STORE_UNREACHABLE
 */
export async function inspectBucket(
  bucket: Bucket<S3StoreSettings>,
  call: CallOptions,
): Promise<readonly StoreFinding[]> {
  await tryToWrite(bucket, call); // first: its refusal has a body that says why, that of a HEAD has none
  try {
    const response = withoutBody(await bucket.send({ method: 'HEAD', signal: call.signal }));
    refuseOtherRegion(bucket.settings, response.headers['x-amz-bucket-region']);
    return clockFindings(clockOffset(response, bucket.now()));
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'STORE_ACCESS_DENIED') return []; // a right of its own
    throw error;
  }
}

function refuseOtherRegion({ bucket, region }: S3StoreSettings, expected: string | undefined): void {
  if (expected === undefined || expected === region || region === 'auto') return;
  throw new ImgferryError('REGION_WRONG', { bucket, expected, found: region });
}

/**
 * Whether the provider decides conditional puts: tried by one that must fail, as it asks for an object that isn't there.
 * Some have no such condition and say so (400, 501); others put all the same, and that object is deleted again.
 */
export async function decidesConditions({ send, now }: Bucket, { signal }: CallOptions): Promise<boolean> {
  const key = probeKey(now());
  const headers = { 'if-match': '"00000000000000000000000000000000"', 'content-length': '0' };
  try {
    withoutBody(await send({ method: 'PUT', key, headers, body: Buffer.alloc(0), signal }));
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    const { code, facts } = error;
    if (code === 'STORE_REFUSED' && (facts.status === 400 || facts.status === 501)) return false;
    // 404 and 412 are the condition's; so is 403, where keys may put but not see what stands there (AWS, "Conditional
    // writes"): keys that may not put at all are refused by every put
    if (code === 'OBJECT_CONFLICT' || code === 'OBJECT_NOT_FOUND' || code === 'STORE_ACCESS_DENIED') return true;
    throw error;
  }
  withoutBody(await send({ method: 'DELETE', key, signal }));
  return false;
}

/** Names are form-encoded where the page says that they are encoded: a space is `+` or `%20`. Tokens never are. */
export const s3Listing: ListingDialect = {
  nameReader: (page) =>
    textAt(page, 'EncodingType') === 'url' ? (text) => decodeKey(text.replaceAll('+', ' ')) ?? text : (text) => text,
  readToken: (text) => text,
};
