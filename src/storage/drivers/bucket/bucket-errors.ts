import { ImgferryError } from '../../../core/errors.js';
import { isProxyFailure } from '../../../core/proxy-failure.js';
import type { CredentialsProvider, ResolvedCredentials } from '../../../credentials/credentials.js';
import { readXml, textAt, type XmlElement } from '../../../lib/read-xml.js';
import { redactKeyId } from '../../../lib/redact.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { parseRetryAfter } from '../../../net/retry-after.js';

/** What a provider says of a request that it refused, from its XML; a proxy on the way may have said something else. */
export interface BucketRefusal {
  readonly status: number;
  /** The provider's word (`NoSuchKey`); empty where the answer is none of its own. */
  readonly code: string;
  /** May quote the string to sign, never the secret; it is for `--verbose` only. */
  readonly message: string;
  readonly requestId: string;
  /** Of a bucket that is elsewhere: the endpoint to ask. */
  readonly endpoint: string | undefined;
  readonly serverTime: string | undefined;
  readonly requestTime: string | undefined;
  /** ms */
  readonly retryAfter: number | undefined;
  /** The answer itself, for what only one provider says. */
  readonly xml: XmlElement | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a request went, for facts. */
export interface RequestPlace {
  readonly bucket: string;
  readonly region: string;
  readonly host: string;
  readonly method: string;
  /** Below the store's prefix; undefined for the bucket itself. */
  readonly key: string | undefined;
  readonly credentials: ResolvedCredentials;
  /** Whether whoever asks has agreed to pay. */
  readonly requesterPays: boolean;
}

/** As much of it as an object's errors tell. */
export type ObjectPlace = Pick<RequestPlace, 'bucket' | 'key' | 'host'>;

/** A refusal of one kind as one of our errors. */
export type Refuse = (refusal: BucketRefusal, place: RequestPlace) => ImgferryError;

/** @param text the response's body; empty where that is none, as of a HEAD */
export function readRefusal(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  text: string,
  now: number,
): BucketRefusal {
  // A HEAD's error of OSS is in a header, in base64.
  const xml = readXml(text.trim() === '' ? Buffer.from(headers['x-oss-err'] ?? '', 'base64').toString() : text);
  return {
    status,
    code: textAt(xml, 'Code') ?? '',
    message: textAt(xml, 'Message') ?? '',
    requestId: textAt(xml, 'RequestId') ?? headers['x-oss-request-id'] ?? headers['x-amz-request-id'] ?? '',
    endpoint: textAt(xml, 'Endpoint'),
    serverTime: textAt(xml, 'ServerTime'),
    requestTime: textAt(xml, 'RequestTime'),
    retryAfter: parseRetryAfter(headers['retry-after'], now),
    xml,
    headers,
  };
}

/** An error of ours with what the provider said as its cause. */
export function refused(
  code: ImgferryError['code'],
  refusal: BucketRefusal,
  facts: ImgferryError['facts'],
): ImgferryError {
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const { requestId, status, message } = refusal;
  const cause = new Error(`the store answered ${status} ${refusal.code}: ${message}`);
  return new ImgferryError(code, { ...known, ...(requestId ? { requestId } : {}) }, { cause });
}

export const noBucket: Refuse = (refusal, { bucket, region, host }) =>
  refused('BUCKET_NOT_FOUND', refusal, { bucket, region, host });

export const noObject = (refusal: BucketRefusal, { bucket, key }: ObjectPlace): ImgferryError =>
  refused('OBJECT_NOT_FOUND', refusal, { bucket, key });

export const conflict = (refusal: BucketRefusal, { bucket, key }: ObjectPlace): ImgferryError =>
  refused('OBJECT_CONFLICT', refusal, { bucket, key });

export const refusedKey: Refuse = (refusal, { key }) =>
  refused('KEY_INVALID', refusal, { key, found: 'refused-by-store' });

export function rejectedKeys(provider: CredentialsProvider): Refuse {
  return (refusal, { credentials: { accessKeyId, from } }) => {
    const origin = { source: from.kind, name: from.name, path: from.path };
    const facts = { provider, keyId: redactKeyId(accessKeyId), ...origin, found: refusal.code };
    return refused('CREDENTIALS_REJECTED', refusal, facts);
  };
}

/** The bucket is full, by its quota or by its disk. */
export const fullStore = (refusal: BucketRefusal, { bucket }: ObjectPlace): ImgferryError =>
  refused('DISK_FULL', refusal, { bucket, hint: 'store', found: refusal.code });

/** The object is in an archive class and was not restored. */
export const archived: Refuse = (refusal, { bucket, key }) =>
  refused('OBJECT_ARCHIVED', refusal, { bucket, key, found: textAt(refusal.xml, 'StorageClass') });

export function accessDenied(provider: CredentialsProvider): Refuse {
  return (refusal, { bucket, key, method, credentials, requesterPays }) => {
    const keyId = redactKeyId(credentials.accessKeyId);
    const hint = key === undefined && method === 'GET' ? 'list' : undefined;
    const setting = requesterPays ? undefined : 'requesterPays: true'; // of a bucket whose readers pay they say no more than this
    return refused('STORE_ACCESS_DENIED', refusal, { provider, bucket, key, method, keyId, hint, setting });
  };
}

/** What is in no table: it can pass (5xx but 501, 408, 429, and `passingCodes`), or it is final. */
export function otherRefusal(
  passingCodes: ReadonlySet<string>,
): (refusal: BucketRefusal, place: ObjectPlace) => ImgferryError {
  return (refusal, { bucket, key, host }) => {
    const { status, code, retryAfter } = refusal;
    const isBusy = (status >= 500 && status !== 501) || status === 408 || status === 429;
    const facts = { bucket, key, host, status, found: code, retryAfter };
    return refused(isBusy || passingCodes.has(code) ? 'STORE_ERROR' : 'STORE_REFUSED', refusal, facts);
  };
}

/** Reasons of CONNECTION_FAILED that say that nobody is there, as against one call that broke. */
const nobodyThere = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|PROXY_\d+)$/;

/** A failure on the way: the store is away, or this one call broke. What is none of these comes back as it is. */
export function unreachable(error: unknown, { bucket, key, host }: ObjectPlace): unknown {
  if (!(error instanceof ImgferryError)) return error;
  const { proxy, reason = error.facts.phase } = error.facts;
  const away = { bucket, host, found: error.code, reason, proxy };
  const facts = { ...away, ...(key === undefined ? {} : { key }) };
  switch (error.code) {
    case 'DNS_FAILED':
    case 'TLS_FAILED':
      return new ImgferryError('STORE_UNREACHABLE', away, { cause: error });
    case 'CONNECTION_FAILED':
    case 'RESPONSE_TIMEOUT': {
      const isAway = nobodyThere.test(String(reason)) || reason === 'connect' || isProxyFailure(error);
      return isAway
        ? new ImgferryError('STORE_UNREACHABLE', away, { cause: error })
        : new ImgferryError('STORE_ERROR', facts, { cause: error });
    }
    case 'RESPONSE_CUT':
      return new ImgferryError('STORE_ERROR', facts, { cause: error });
    default:
      return error;
  }
}
