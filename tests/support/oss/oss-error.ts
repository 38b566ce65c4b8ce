import { writeXml } from './xml.js';

interface OssErrorDetails {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Permanent error number of the provider's troubleshooting pages. */
  readonly ec?: string;
  /** Elements beside the usual ones. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A refusal as OSS words it. */
export class OssError extends Error {
  override readonly name = 'OssError';
  readonly details: OssErrorDetails;

  constructor(details: OssErrorDetails) {
    super(`${details.status} ${details.code}: ${details.message}`);
    this.details = details;
  }

  toXml(requestId: string, hostId: string): Buffer {
    const { code, message, ec, extra } = this.details;
    return writeXml('Error', {
      Code: code,
      Message: message,
      RequestId: requestId,
      HostId: hostId,
      ...extra,
      EC: ec,
      RecommendDoc: ec === undefined ? undefined : `https://api.alibabacloud.com/troubleshoot?q=${ec}`,
    });
  }
}

/** Codes, statuses and messages as the provider's error pages list them. */
export const ossErrors = {
  noSuchBucket: (bucket: string): OssError =>
    new OssError({
      status: 404,
      code: 'NoSuchBucket',
      message: 'The specified bucket does not exist.',
      ec: '0015-00000101',
      extra: { BucketName: bucket },
    }),
  noSuchKey: (key: string): OssError =>
    new OssError({
      status: 404,
      code: 'NoSuchKey',
      message: 'The specified key does not exist.',
      ec: '0026-00000001',
      extra: { Key: key },
    }),
  accessDenied: (message = 'You have no right to access this object because of bucket acl.'): OssError =>
    new OssError({ status: 403, code: 'AccessDenied', message, ec: '0003-00000001' }),
  wrongEndpoint: (bucket: string, region: string): OssError =>
    new OssError({
      status: 403,
      code: 'AccessDenied',
      message:
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      ec: '0003-00001403',
      extra: { Bucket: bucket, Endpoint: `oss-${region}.aliyuncs.com` },
    }),
  secondLevelDomainForbidden: (): OssError =>
    new OssError({
      status: 403,
      code: 'SecondLevelDomainForbidden',
      message: 'Please use virtual hosted style to access.',
      ec: '0016-00000502',
    }),
  publicEndpointForbidden: (): OssError =>
    new OssError({
      status: 400,
      code: 'PublicEndpointForbidden',
      message: 'Public endpoint is forbidden for data operations of this bucket; use a custom domain.',
      ec: '0048-00000401',
    }),
  fileAlreadyExists: (): OssError =>
    new OssError({
      status: 409,
      code: 'FileAlreadyExists',
      message: 'The object you specified already exists and can not be overwritten.',
      ec: '0026-00000042',
    }),
  invalidDigest: (): OssError =>
    new OssError({
      status: 400,
      code: 'InvalidDigest',
      message: 'The Content-MD5 you specified is not valid.',
      ec: '0017-00000503',
    }),
  invalidArgument: (message: string, ec?: string): OssError =>
    new OssError({ status: 400, code: 'InvalidArgument', message, ...(ec === undefined ? {} : { ec }) }),
  invalidObjectName: (): OssError =>
    new OssError({ status: 400, code: 'InvalidObjectName', message: 'The specified object is not valid.' }),
  missingContentLength: (): OssError =>
    new OssError({
      status: 411,
      code: 'MissingContentLength',
      message: 'You must provide the Content-Length HTTP header.',
    }),
  preconditionFailed: (condition: string): OssError =>
    new OssError({
      status: 412,
      code: 'PreconditionFailed',
      message: 'At least one of the pre-conditions you specified did not hold.',
      extra: { Condition: condition },
    }),
  notModified: (): OssError => new OssError({ status: 304, code: 'NotModified', message: 'Not Modified' }),
  noSuchUpload: (id: string): OssError =>
    new OssError({
      status: 404,
      code: 'NoSuchUpload',
      message:
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted.',
      ec: '0042-00000002',
      extra: { UploadId: id },
    }),
  invalidPart: (): OssError =>
    new OssError({
      status: 400,
      code: 'InvalidPart',
      message: 'One or more of the specified parts could not be found or the specified entity tag might not match.',
    }),
  invalidPartOrder: (): OssError =>
    new OssError({ status: 400, code: 'InvalidPartOrder', message: 'The list of parts was not in ascending order.' }),
  entityTooSmall: (): OssError =>
    new OssError({ status: 400, code: 'EntityTooSmall', message: 'Your proposed upload is smaller than the minimum.' }),
  invalidObjectState: (): OssError =>
    new OssError({
      status: 403,
      code: 'InvalidObjectState',
      message: "The operation is not valid for the object's state.",
    }),
  quotaExceeded: (): OssError =>
    new OssError({ status: 403, code: 'QuotaExceeded', message: 'The capacity of the bucket exceeds its quota.' }),
  securityTokenExpired: (): OssError =>
    new OssError({
      status: 403,
      code: 'SecurityTokenExpired',
      message: 'The security token you provided has expired.',
    }),
  methodNotAllowed: (method: string): OssError =>
    new OssError({
      status: 405,
      code: 'MethodNotAllowed',
      message: 'The specified method is not allowed against this resource.',
      extra: { Method: method },
    }),
  notImplemented: (what: string): OssError =>
    new OssError({
      status: 501,
      code: 'NotImplemented',
      message: `A header or a parameter you provided implies functionality that is not implemented: ${what}.`,
    }),
  serviceUnavailable: (): OssError =>
    new OssError({ status: 503, code: 'ServiceUnavailable', message: 'Please reduce your request rate.' }),
  internalError: (): OssError =>
    new OssError({
      status: 500,
      code: 'InternalError',
      message: 'We encountered an internal error. Please try again.',
    }),
};
