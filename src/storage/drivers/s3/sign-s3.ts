import { createHash, createHmac } from 'node:crypto';
import { encodeKey } from '../../../core/object-key.js';
import type { S3StoreSettings } from '../../store-settings.js';
import type { BucketProtocol } from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';
import { encodeQuery } from '../bucket/encode-query.js';

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Signs requests by V4 (AWS, "Signature Calculations for the Authorization Header"). Every header is signed, and the
 * digest of the body too: a put brings it as `x-amz-content-sha256`.
 */
export function createS3Signer(settings: S3StoreSettings): BucketProtocol['sign'] {
  const { region } = settings;
  const base = bucketUrl(settings);
  const { host } = new URL(base);
  const keyOf = createDerivedKeys(region);
  return ({ method, key, query = {}, headers: given = {} }, { keys, at }) => {
    const instant = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
    const day = instant.slice(0, 8);
    const search = encodeQuery(query, '=');
    const url =
      base + (key === undefined ? '' : encodeKey(settings.prefix + key)) + (search === '' ? '' : `?${search}`);
    const headers: Record<string, string> = {
      'x-amz-content-sha256': emptyDigest,
      ...given,
      'x-amz-date': instant,
      ...(keys.securityToken === undefined ? {} : { 'x-amz-security-token': keys.securityToken }),
    };
    const signed = Object.entries({ ...headers, host }).sort(byName);
    const names = signed.map(([name]) => name).join(';');
    const canonical = [
      method,
      new URL(url).pathname,
      search,
      ...signed.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}`),
      '',
      names,
      headers['x-amz-content-sha256'],
    ].join('\n');
    const scope = `${day}/${region}/s3/aws4_request`;
    const digest = createHash('sha256').update(canonical).digest('hex');
    const text = [algorithm, instant, scope, digest].join('\n');
    const signature = hmac(keyOf(keys.accessKeySecret, day), text).toString('hex');
    const credential = `${keys.accessKeyId}/${scope}`;
    const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    return { url, headers: { ...headers, authorization } };
  };
}

/** A key is made once a day and secret. */
function createDerivedKeys(region: string): (secret: string, day: string) => Buffer {
  let last: { readonly secret: string; readonly day: string; readonly key: Buffer } | undefined;
  return (secret, day) => {
    if (last?.secret === secret && last.day === day) return last.key;
    const parts = [day, region, 's3', 'aws4_request'];
    const key = parts.reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(`AWS4${secret}`));
    last = { secret, day, key };
    return key;
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** SHA-256 of nothing. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);
