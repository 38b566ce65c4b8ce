import { ImgferryError } from '../../../core/errors.js';
import type { CallOptions, ObjectInfo, PreflightReport, StoreFinding } from '../../../core/storage.js';
import { listedKey } from '../../listed-key.js';
import { childrenNamed, readXml, textAt, type XmlElement } from '../../read-xml.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { bodyText, type SendOssRequest, withoutBody } from './oss-request.js';

/** What a bucket says about itself. */
export interface BucketFacts {
  /** Without `oss-`. */
  readonly region: string;
  /** Enabled or suspended: `x-oss-forbid-overwrite` is then ignored. */
  readonly isVersioned: boolean;
  /** Server's clock less ours, in ms; undefined where the answer has no date. */
  readonly clockOffset: number | undefined;
}

export interface OssBucket {
  readonly settings: OssStoreSettings;
  readonly send: SendOssRequest;
  readonly now: () => number;
}

/** Asks for a bucket's facts; undefined where these keys may not ask (GetBucketInfo is a right of its own). */
export async function readBucketFacts(bucket: OssBucket, { signal }: CallOptions): Promise<BucketFacts | undefined> {
  try {
    const response = await bucket.send({ method: 'GET', query: { bucketInfo: '' }, signal });
    const info = readXml(await bodyText(response, bucket.settings, signal));
    const date = Date.parse(response.headers.date ?? '');
    return {
      region: (textAt(info, 'Bucket', 'Location') ?? '').replace(/^oss-/, ''),
      isVersioned: (textAt(info, 'Bucket', 'Versioning') ?? '') !== '',
      clockOffset: Number.isNaN(date) ? undefined : date - bucket.now(),
    };
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'STORE_ACCESS_DENIED') return undefined;
    throw error;
  }
}

/**
 * Whether the bucket is there, in the region that is named, and may be written to. The write is one that OSS refuses
 * at its last check (a wrong Content-MD5), so that nothing is left behind even where nothing may be deleted.
 *
 * @throws ImgferryError BUCKET_NOT_FOUND, REGION_WRONG, CREDENTIALS_REJECTED, STORE_ACCESS_DENIED, CLOCK_SKEWED,
 *   ENDPOINT_FORBIDDEN, STORE_UNREACHABLE
 */
export async function inspectBucket(bucket: OssBucket, call: CallOptions): Promise<PreflightReport> {
  const { settings } = bucket;
  const facts = await readBucketFacts(bucket, call);
  if (facts && facts.region !== '' && facts.region !== settings.region) {
    const wrong = { bucket: settings.bucket, expected: facts.region, found: settings.region };
    throw new ImgferryError('REGION_WRONG', { ...wrong, endpoint: `oss-${facts.region}.aliyuncs.com` });
  }
  await tryToWrite(bucket, call);
  return { findings: findingsOf(settings, facts) };
}

const tolerableOffset = 60_000; // ms

function findingsOf(settings: OssStoreSettings, facts: BucketFacts | undefined): readonly StoreFinding[] {
  const { bucket, publicUrl } = settings;
  const findings: StoreFinding[] = [];
  if (!facts) findings.push({ id: 'no-conditional-put', facts: { bucket, reason: 'unknown' } });
  if (facts?.isVersioned) findings.push({ id: 'versioned', facts: { bucket } });
  if (facts?.clockOffset !== undefined && Math.abs(facts.clockOffset) > tolerableOffset) {
    findings.push({ id: 'clock', facts: { offset: facts.clockOffset } });
  }
  if (publicUrl?.endsWith('.aliyuncs.com/')) {
    findings.push({ id: 'forced-download', facts: { publicUrl, host: new URL(publicUrl).host } });
  }
  return findings;
}

async function tryToWrite({ send, now }: OssBucket, { signal }: CallOptions): Promise<void> {
  const key = `.imgferry-probe-${now().toString(36)}`;
  const headers = { 'content-md5': Buffer.alloc(16).toString('base64'), 'content-length': '5' };
  try {
    withoutBody(await send({ method: 'PUT', key, headers, body: Buffer.from('probe'), signal }));
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'CHECKSUM_MISMATCH') return;
    throw error;
  }
  withoutBody(await send({ method: 'DELETE', key, signal })); // an OSS-like server that checks no MD5
}

/** ListObjectsV2, 1,000 keys a page; names come URL-encoded, as XML can't hold every character. */
export async function* listBucket(
  { settings, send }: OssBucket,
  prefix: string,
  { signal }: CallOptions,
): AsyncGenerator<ObjectInfo> {
  const query = { 'list-type': '2', 'max-keys': '1000', 'encoding-type': 'url', prefix: settings.prefix + prefix };
  for (let token: string | undefined, isLast = false; !isLast; ) {
    const page = token === undefined ? query : { ...query, 'continuation-token': token };
    const response = await send({ method: 'GET', query: page, signal });
    const result = readXml(await bodyText(response, settings, signal));
    if (result?.name !== 'ListBucketResult') {
      throw new ImgferryError('STORE_ERROR', {
        bucket: settings.bucket,
        expected: 'ListBucketResult',
        found: result?.name ?? '',
      });
    }
    for (const item of childrenNamed(result, 'Contents')) {
      signal.throwIfAborted();
      const info = readItem(item, settings.prefix);
      if (info) yield info;
    }
    const next = textAt(result, 'NextContinuationToken');
    isLast = textAt(result, 'IsTruncated') !== 'true' || !next;
    token = next && decodeURIComponent(next);
  }
}

/** The object that the console makes of a folder has the prefix itself as its key: it is none of the store's. */
function readItem(item: XmlElement, prefix: string): ObjectInfo | undefined {
  const key = decodeURIComponent(textAt(item, 'Key') ?? '').slice(prefix.length);
  if (key === '') return undefined;
  const etag = textAt(item, 'ETag');
  const lastModified = Date.parse(textAt(item, 'LastModified') ?? '');
  return {
    key: listedKey(key),
    size: Number(textAt(item, 'Size')),
    ...(etag === undefined ? {} : { etag }),
    ...(Number.isNaN(lastModified) ? {} : { lastModified }),
    headers: {},
  };
}
