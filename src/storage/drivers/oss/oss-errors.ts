import type { ImgferryError } from '../../../core/errors.js';
import { textAt } from '../../../lib/read-xml.js';
import {
  accessDenied,
  archived,
  type BucketRefusal,
  conflict,
  fullStore,
  noBucket,
  noObject,
  otherRefusal,
  type Refuse,
  type RequestPlace,
  refused,
  refusedKey,
  rejectedKeys,
} from '../bucket/bucket-errors.js';

/** Codes beside the 5xx that say "not now". */
const otherwise = otherRefusal(
  new Set(['RequestTimeout', 'QpsLimitExceeded', 'TooManyRequests', 'DownloadTrafficRateLimitExceeded']),
);
const rejected = rejectedKeys('oss');
const denied = accessDenied('oss');

/** By OSS's codes ("Error responses", and the pages of its error numbers). */
const byCode: Readonly<Record<string, Refuse>> = {
  NoSuchBucket: noBucket,
  NoSuchKey: noObject,
  NoSuchUpload: noObject,
  InvalidObjectState: archived,
  QuotaExceeded: fullStore,
  SymlinkTargetNotExist: noObject,
  InvalidAccessKeyId: rejected,
  SignatureDoesNotMatch: rejected,
  InvalidSecurityToken: rejected,
  SecurityTokenExpired: rejected,
  RequestTimeTooSkewed: (refusal) =>
    refused('CLOCK_SKEWED', refusal, { expected: refusal.serverTime, found: refusal.requestTime }),
  AccessDenied: (refusal, place) =>
    refusal.endpoint === undefined ? denied(refusal, place) : wrongRegion(refusal, place),
  InvalidArgument: (refusal, place) =>
    errorNumber(refusal) === wrongSigningRegion ? wrongRegion(refusal, place) : otherwise(refusal, place),
  PublicEndpointForbidden: (refusal, { bucket, host }) =>
    refused('ENDPOINT_FORBIDDEN', refusal, { bucket, host, hint: 'cname' }),
  SecondLevelDomainForbidden: (refusal, { bucket, host }) =>
    refused('ENDPOINT_FORBIDDEN', refusal, { bucket, host, hint: 'path-style' }),
  FileAlreadyExists: (refusal, { bucket, key }) =>
    refused('OBJECT_CONFLICT', refusal, { bucket, key, expected: 'absent', found: 'present' }),
  PreconditionFailed: conflict,
  InvalidDigest: (refusal, { bucket, key }) =>
    refused('CHECKSUM_MISMATCH', refusal, { bucket, key, hint: 'content-md5' }),
  InvalidObjectName: refusedKey,
};

const wrongSigningRegion = '0002-00000226';

/** Permanent number of the provider's troubleshooting pages. */
const errorNumber = ({ xml, headers }: BucketRefusal): string => textAt(xml, 'EC') ?? headers['x-oss-ec'] ?? '';

/** A refusal as one of our errors, with what OSS said and its error's number as the cause. */
export function ossError(refusal: BucketRefusal, place: RequestPlace): ImgferryError {
  const refuse = Object.hasOwn(byCode, refusal.code) ? byCode[refusal.code] : undefined;
  const number = errorNumber(refusal);
  const message = number === '' ? refusal.message : `${refusal.message} (EC ${number})`;
  return (refuse ?? otherwise)({ ...refusal, message }, place);
}

function wrongRegion(refusal: BucketRefusal, { bucket, region, host }: RequestPlace): ImgferryError {
  const expected = /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(refusal.endpoint ?? '')?.[1];
  return refused('REGION_WRONG', refusal, { bucket, expected, found: region, endpoint: refusal.endpoint, host });
}
