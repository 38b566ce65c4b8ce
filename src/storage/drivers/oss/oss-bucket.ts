import { ImgferryError } from '../../../core/errors.js';
import { decodeKey } from '../../../core/object-key.js';
import type { CallOptions, PreflightReport, StoreFinding } from '../../../core/storage.js';
import { readWholeXml, textAt } from '../../../lib/read-xml.js';
import type { OssStoreSettings } from '../../store-settings.js';
import type { ListingDialect } from '../bucket/bucket-listing.js';
import { type Bucket, bodyText } from '../bucket/bucket-request.js';
import { clockFindings, clockOffset, tryToWrite } from '../bucket/inspect-bucket.js';

/** What a bucket says about itself. */
export interface BucketFacts {
  /** Without `oss-`. */
  readonly region: string;
  /** Enabled or suspended: `x-oss-forbid-overwrite` is then ignored. */
  readonly isVersioned: boolean;
  /** Server's clock less ours, in ms; undefined where the answer has no date. */
  readonly clockOffset: number | undefined;
}

/** Asks for a bucket's facts; undefined where these keys may not ask (GetBucketInfo is a right of its own). */
export async function readBucketFacts(bucket: Bucket, call: CallOptions): Promise<BucketFacts | undefined> {
  try {
    const response = await bucket.send({ method: 'GET', query: { bucketInfo: '' }, signal: call.signal });
    const info = readWholeXml(await bodyText(response, bucket.settings, call));
    return {
      region: (textAt(info, 'Bucket', 'Location') ?? '').replace(/^oss-/, ''),
      isVersioned: (textAt(info, 'Bucket', 'Versioning') ?? '') !== '',
      clockOffset: clockOffset(response, bucket.now()),
    };
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'STORE_ACCESS_DENIED') return undefined;
    throw error;
  }
}

/**
 * Whether the bucket is there, in the region that is named, and may be written to.
 *
 * @throws ImgferryError BUCKET_NOT_FOUND, REGION_WRONG, CREDENTIALS_REJECTED, STORE_ACCESS_DENIED, CLOCK_SKEWED,
 *   ENDPOINT_FORBIDDEN, STORE_UNREACHABLE
 */
export async function inspectBucket(bucket: Bucket<OssStoreSettings>, call: CallOptions): Promise<PreflightReport> {
  const { settings } = bucket;
  const facts = await readBucketFacts(bucket, call);
  if (facts && facts.region !== '' && facts.region !== settings.region) {
    const wrong = { bucket: settings.bucket, expected: facts.region, found: settings.region };
    throw new ImgferryError('REGION_WRONG', { ...wrong, endpoint: `oss-${facts.region}.aliyuncs.com` });
  }
  await tryToWrite(bucket, call);
  return { findings: findingsOf(settings, facts) };
}

function findingsOf(settings: OssStoreSettings, facts: BucketFacts | undefined): readonly StoreFinding[] {
  const { bucket, publicUrl } = settings;
  const findings: StoreFinding[] = [];
  if (!facts) findings.push({ id: 'no-conditional-put', facts: { bucket, reason: 'unknown' } });
  if (facts?.isVersioned) findings.push({ id: 'versioned', facts: { bucket } });
  findings.push(...clockFindings(facts?.clockOffset));
  if (publicUrl?.endsWith('.aliyuncs.com/')) {
    findings.push({ id: 'forced-download', facts: { publicUrl, host: new URL(publicUrl).host } });
  }
  return findings;
}

/** OSS encodes names and tokens, whether it says so or not (OSS, "ListObjectsV2", encoding-type). */
export const ossListing: ListingDialect = {
  nameReader: () => decode,
  readToken: decode,
};

/** What is encoded wrongly was not encoded. */
function decode(text: string): string {
  return decodeKey(text) ?? text;
}
