import { AwsV4Signer } from 'aws4fetch';
import { encodeKey } from '../../../core/object-key.js';
import type { S3StoreSettings } from '../../store-settings.js';
import type { BucketProtocol } from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';

/**
 * Signs requests by V4 (AWS, "Signature Calculations for the Authorization Header"). Every header is signed, and the
 * digest of the body too: a put brings it as `x-amz-content-sha256`.
 */
export function createS3Signer(settings: S3StoreSettings): BucketProtocol['sign'] {
  const derivedKeys = new Map<string, ArrayBuffer>();
  return async ({ method, key, query = {}, headers = {} }, { keys, at }) => {
    const search = encodeQuery(query);
    const path = key === undefined ? '' : encodeKey(settings.prefix + key);
    const url = bucketUrl(settings) + path + (search === '' ? '' : `?${search}`);
    const signer = new AwsV4Signer({
      url,
      method,
      headers: { 'x-amz-content-sha256': emptyDigest, ...headers },
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.accessKeySecret,
      ...(keys.securityToken === undefined ? {} : { sessionToken: keys.securityToken }),
      service: 's3',
      region: settings.region,
      datetime: new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      cache: derivedKeys,
      allHeaders: true,
    });
    const signed = await signer.sign();
    return { url, headers: Object.fromEntries(signed.headers) };
  };
}

/** SHA-256 of nothing. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function encodeQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map((pair) => pair.map((text) => encodeKey(text).replaceAll('/', '%2F')).join('='))
    .join('&');
}
