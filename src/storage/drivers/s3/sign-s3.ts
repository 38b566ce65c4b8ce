import { encodeKey } from '../../../core/object-key.js';
import { createAwsSigner } from '../../../lib/sign-aws.js';
import type { S3StoreSettings } from '../../store-settings.js';
import type { BucketProtocol } from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';
import { encodeQuery } from '../bucket/encode-query.js';

/**
 * Signs requests by V4 (AWS, "Signature Calculations for the Authorization Header"). Every header is signed, and the
 * digest of the body too: a put brings it as `x-amz-content-sha256`.
 */
export function createS3Signer(settings: S3StoreSettings): BucketProtocol['sign'] {
  const base = bucketUrl(settings);
  const { host } = new URL(base);
  const sign = createAwsSigner('s3', settings.region);
  return ({ method, key, query = {}, headers: given = {} }, { keys, at }) => {
    const search = encodeQuery(query, '=');
    const url =
      base + (key === undefined ? '' : encodeKey(settings.prefix + key)) + (search === '' ? '' : `?${search}`);
    const headers: Record<string, string> = {
      'x-amz-content-sha256': emptyDigest,
      ...given,
      ...(keys.securityToken === undefined ? {} : { 'x-amz-security-token': keys.securityToken }),
    };
    const request = {
      method,
      path: new URL(url).pathname,
      search,
      headers: { ...headers, host },
      digest: headers['x-amz-content-sha256'] ?? emptyDigest,
    };
    return { url, headers: { ...headers, ...sign(request, { keys, at }) } };
  };
}

/** SHA-256 of nothing. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
