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
  new Set([
    'RequestTimeout',
    'IncompleteBody',
    'OperationAborted',
    'TemporaryRedirect',
    'SlowDown',
    'TooManyRequests',
    'RequestLimitExceeded',
    'BandwidthLimitExceeded',
  ]),
);
const rejected = rejectedKeys('s3');
const denied = accessDenied('s3');
const damaged: Refuse = (refusal, { bucket, key }) =>
  refused('CHECKSUM_MISMATCH', refusal, { bucket, key, found: refusal.code });

/** By the codes of AWS ("Error responses", list of error codes); further ones where a provider is named. */
const byCode: Readonly<Record<string, Refuse>> = {
  NoSuchBucket: noBucket,
  NoSuchKey: noObject,
  NoSuchUpload: noObject,
  InvalidObjectState: archived,
  QuotaExceeded: fullStore, // Ceph
  XMinioStorageFull: fullStore, // MinIO
  InvalidAccessKeyId: rejected,
  SignatureDoesNotMatch: rejected,
  InvalidToken: rejected,
  ExpiredToken: rejected,
  TokenRefreshRequired: rejected,
  Unauthorized: rejected, // R2
  RequestTimeTooSkewed: clockSkewed,
  AccessDenied: denied,
  AllAccessDisabled: denied,
  AuthorizationHeaderMalformed: malformedAuthorization,
  PermanentRedirect: wrongRegion,
  IncorrectEndpoint: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  PreconditionFailed: conflict,
  ConditionalRequestConflict: conflict,
  BadDigest: damaged,
  InvalidDigest: damaged,
  XAmzContentSHA256Mismatch: damaged,
  KeyTooLongError: refusedKey,
  InvalidURI: refusedKey,
  XMinioInvalidObjectName: refusedKey, // MinIO
};

/** A refused HEAD has no body: its status is all that there is. */
const byStatus: Readonly<Record<number, Refuse>> = {
  301: wrongRegion,
  403: denied,
  404: (refusal, place) => (place.key === undefined ? noBucket : noObject)(refusal, place),
  412: conflict,
};

/** A refusal as one of our errors, with what the provider said as its cause. */
export function s3Error(refusal: BucketRefusal, place: RequestPlace): ImgferryError {
  const { code, status } = refusal;
  const told = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  const seen = code === '' && place.method === 'HEAD' ? byStatus[status] : undefined;
  return (told ?? seen ?? otherwise)(refusal, place);
}

function clockSkewed(refusal: BucketRefusal): ImgferryError {
  const { serverTime, requestTime, headers } = refusal;
  return refused('CLOCK_SKEWED', refusal, { expected: serverTime ?? headers.date, found: requestTime });
}

/** Of a signature that names another region than the bucket's; or of an access key that can't be one. */
function malformedAuthorization(refusal: BucketRefusal, place: RequestPlace): ImgferryError {
  return (regionIn(refusal) === undefined ? rejected : wrongRegion)(refusal, place);
}

function wrongRegion(refusal: BucketRefusal, { bucket, region, host }: RequestPlace): ImgferryError {
  const { endpoint } = refusal;
  return refused('REGION_WRONG', refusal, { bucket, expected: regionIn(refusal), found: region, endpoint, host });
}

const regionIn = ({ xml, headers }: BucketRefusal): string | undefined =>
  textAt(xml, 'Region') ?? headers['x-amz-bucket-region'];
