import { ImgferryError } from '../../../core/errors.js';
import type { ResolvedCredentials } from '../../../credentials/credentials.js';
import { redactKeyId } from '../../../lib/redact.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { parseRetryAfter } from '../../../net/retry-after.js';
import { readXml, textAt } from '../../read-xml.js';

/** What OSS says of a request that it refused, from its XML; a proxy on the way may have said something else. */
export interface OssRefusal {
  readonly status: number;
  /** The provider's word (`NoSuchKey`); empty where the answer is none of OSS's. */
  readonly code: string;
  readonly message: string;
  /** Permanent number of the provider's troubleshooting pages. */
  readonly ec: string;
  readonly requestId: string;
  /** Of a bucket that is elsewhere: the endpoint to ask. */
  readonly endpoint: string | undefined;
  readonly serverTime: string | undefined;
  readonly requestTime: string | undefined;
  /** ms */
  readonly retryAfter: number | undefined;
}

/** Where a request went, for facts. */
export interface OssRequestPlace {
  readonly bucket: string;
  readonly region: string;
  readonly host: string;
  readonly method: string;
  /** Below the store's prefix; undefined for the bucket itself. */
  readonly key: string | undefined;
  readonly credentials: ResolvedCredentials;
}

/** @param xml the response's body; a HEAD has none, its error is in `x-oss-err`, in base64 */
export function readRefusal(
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  xml: string,
  now: number,
): OssRefusal {
  const inHeader = Buffer.from(headers['x-oss-err'] ?? '', 'base64').toString();
  const error = readXml(xml.trim() === '' ? inHeader : xml);
  return {
    status,
    code: textAt(error, 'Code') ?? '',
    message: textAt(error, 'Message') ?? '',
    ec: textAt(error, 'EC') ?? headers['x-oss-ec'] ?? '',
    requestId: textAt(error, 'RequestId') ?? headers['x-oss-request-id'] ?? '',
    endpoint: textAt(error, 'Endpoint'),
    serverTime: textAt(error, 'ServerTime'),
    requestTime: textAt(error, 'RequestTime'),
    retryAfter: parseRetryAfter(headers['retry-after'], now),
  };
}

type Refuse = (refusal: OssRefusal, place: OssRequestPlace) => ImgferryError;

/** By OSS's codes ("Error responses", and the pages of its error numbers). */
const byCode: Readonly<Record<string, Refuse>> = {
  NoSuchBucket: (refusal, { bucket, region, host }) => refused('BUCKET_NOT_FOUND', refusal, { bucket, region, host }),
  NoSuchKey: (refusal, { bucket, key }) => refused('OBJECT_NOT_FOUND', refusal, { bucket, key }),
  SymlinkTargetNotExist: (refusal, { bucket, key }) => refused('OBJECT_NOT_FOUND', refusal, { bucket, key }),
  InvalidAccessKeyId: rejectedKeys,
  SignatureDoesNotMatch: rejectedKeys,
  InvalidSecurityToken: rejectedKeys,
  SecurityTokenExpired: rejectedKeys,
  RequestTimeTooSkewed: (refusal) =>
    refused('CLOCK_SKEWED', refusal, { expected: refusal.serverTime, found: refusal.requestTime }),
  AccessDenied: (refusal, place) => {
    if (refusal.endpoint !== undefined) return wrongRegion(refusal, place);
    const { bucket, key, method, credentials } = place;
    const keyId = redactKeyId(credentials.accessKeyId);
    return refused('STORE_ACCESS_DENIED', refusal, { bucket, key, method, keyId });
  },
  InvalidArgument: (refusal, place) =>
    refusal.ec === wrongSigningRegion ? wrongRegion(refusal, place) : otherRefusal(refusal, place),
  PublicEndpointForbidden: (refusal, { bucket, host }) =>
    refused('ENDPOINT_FORBIDDEN', refusal, { bucket, host, hint: 'cname' }),
  SecondLevelDomainForbidden: (refusal, { bucket, host }) =>
    refused('ENDPOINT_FORBIDDEN', refusal, { bucket, host, hint: 'path-style' }),
  FileAlreadyExists: (refusal, { bucket, key }) =>
    refused('OBJECT_CONFLICT', refusal, { bucket, key, expected: 'absent', found: 'present' }),
  PreconditionFailed: (refusal, { bucket, key }) => refused('OBJECT_CONFLICT', refusal, { bucket, key }),
  InvalidDigest: (refusal, { bucket, key }) =>
    refused('CHECKSUM_MISMATCH', refusal, { bucket, key, hint: 'content-md5' }),
  InvalidObjectName: (refusal, { key }) => refused('KEY_INVALID', refusal, { key, found: 'refused-by-store' }),
};

const wrongSigningRegion = '0002-00000226';

/** Codes beside the 5xx that say "not now". */
const passingCodes = new Set([
  'RequestTimeout',
  'QpsLimitExceeded',
  'TooManyRequests',
  'DownloadTrafficRateLimitExceeded',
]);

/** A refusal as one of our errors, with what OSS said as its cause. */
export function ossError(refusal: OssRefusal, place: OssRequestPlace): ImgferryError {
  const refuse = Object.hasOwn(byCode, refusal.code) ? byCode[refusal.code] : undefined;
  return refuse ? refuse(refusal, place) : otherRefusal(refusal, place);
}

function otherRefusal(refusal: OssRefusal, { bucket, key, host }: OssRequestPlace): ImgferryError {
  const { status, code, retryAfter } = refusal;
  const facts = { bucket, key, host, status, found: code, ...(retryAfter === undefined ? {} : { retryAfter }) };
  const isPassing = status >= 500 || status === 408 || status === 429 || passingCodes.has(code);
  return refused(isPassing ? 'STORE_ERROR' : 'STORE_REFUSED', refusal, facts);
}

function rejectedKeys(refusal: OssRefusal, { credentials: { accessKeyId, from } }: OssRequestPlace): ImgferryError {
  const origin = { source: from.kind, name: from.name, path: from.path };
  return refused('CREDENTIALS_REJECTED', refusal, {
    provider: 'oss',
    keyId: redactKeyId(accessKeyId),
    ...origin,
    found: refusal.code,
  });
}

function wrongRegion(refusal: OssRefusal, { bucket, region, host }: OssRequestPlace): ImgferryError {
  const expected = /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(refusal.endpoint ?? '')?.[1];
  return refused('REGION_WRONG', refusal, { bucket, expected, found: region, endpoint: refusal.endpoint, host });
}

function refused(code: ImgferryError['code'], refusal: OssRefusal, facts: ImgferryError['facts']): ImgferryError {
  const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const { requestId } = refusal;
  return new ImgferryError(code, { ...known, ...(requestId ? { requestId } : {}) }, { cause: providerError(refusal) });
}

/** The message may quote the string to sign, never the secret; it is for `--verbose` only. */
function providerError({ status, code, message, ec }: OssRefusal): Error {
  return new Error(`OSS answered ${status} ${code}${ec ? ` (EC ${ec})` : ''}: ${message}`);
}

/** Reasons of CONNECTION_FAILED that say that nobody is there, as against one call that broke. */
const nobodyThere = /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|PROXY_\d+)$/;

/** A failure on the way to OSS: the store is away, or this one call broke. What is none of these comes back as it is. */
export function unreachable(error: unknown, { bucket, key, host }: Omit<OssRequestPlace, 'credentials'>): unknown {
  if (!(error instanceof ImgferryError)) return error;
  const reason = error.facts.reason ?? error.facts.phase;
  const facts = { bucket, ...(key === undefined ? {} : { key }), host, found: error.code, reason };
  switch (error.code) {
    case 'DNS_FAILED':
    case 'TLS_FAILED':
      return new ImgferryError('STORE_UNREACHABLE', facts, { cause: error });
    case 'CONNECTION_FAILED':
    case 'RESPONSE_TIMEOUT': {
      const isAway = nobodyThere.test(String(reason)) || reason === 'connect';
      return new ImgferryError(isAway ? 'STORE_UNREACHABLE' : 'STORE_ERROR', facts, { cause: error });
    }
    case 'RESPONSE_CUT':
      return new ImgferryError('STORE_ERROR', facts, { cause: error });
    default:
      return error;
  }
}
