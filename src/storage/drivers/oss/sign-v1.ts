import { createHmac } from 'node:crypto';
import type { SignableRequest, SigningContext } from './signing.js';

/**
 * Signs a request's headers by V1 (OSS, "Include V1 signatures in the Authorization header"), for services that speak
 * OSS and know no V4.
 *
 * @returns the request's headers and the two or three that make the signature
 */
export function signV1(request: SignableRequest, { keys, at }: SigningContext): Record<string, string> {
  const headers: Record<string, string> = {
    ...request.headers,
    'x-oss-date': new Date(at).toUTCString(),
    ...(keys.securityToken === undefined ? {} : { 'x-oss-security-token': keys.securityToken }),
  };
  const text = [
    request.method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    headers['x-oss-date'],
    ...Object.keys(headers)
      .filter((name) => name.startsWith('x-oss-'))
      .sort()
      .map((name) => `${name}:${headers[name]?.trim()}`),
    resourceOf(request),
  ].join('\n');
  const signature = createHmac('sha1', keys.accessKeySecret).update(text).digest('base64');
  return { ...headers, authorization: `OSS ${keys.accessKeyId}:${signature}` };
}

/** What is asked for, as nobody encoded it. Of a query only what names a part of the bucket or object. */
function resourceOf({ bucket, key, query }: SignableRequest): string {
  const named = Object.keys(query).filter((name) => subResources.has(name) || name.startsWith('x-oss-'));
  const pairs = named.sort().map((name) => (query[name] === '' ? name : `${name}=${query[name]}`));
  return `/${bucket}/${key}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** Those that requests of ours have. */
const subResources: ReadonlySet<string> = new Set([
  'acl',
  'bucketInfo',
  'continuation-token',
  'delete',
  'partNumber',
  'uploadId',
  'uploads',
]);
