import { hash } from 'node:crypto';
import { encodeKey } from '../../../core/object-key.js';
import { createSigningKeys, hmac } from '../../../lib/signing-keys.js';
import { encodeQuery } from '../bucket/encode-query.js';
import type { SignableRequest, SigningContext } from './signing.js';

const algorithm = 'OSS4-HMAC-SHA256';
const payload = 'UNSIGNED-PAYLOAD'; // the body's own Content-MD5 is signed instead

/**
 * Signs a request's headers by V4 (OSS, "Include V4 signatures in the Authorization header").
 *
 * @returns the request's headers and the four that make the signature
 */
export function signV4(request: SignableRequest, { keys, region, at }: SigningContext): Record<string, string> {
  const instant = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const scope = [instant.slice(0, 8), region, 'oss', 'aliyun_v4_request'];
  const headers: Record<string, string> = {
    ...request.headers,
    'x-oss-content-sha256': payload,
    'x-oss-date': instant,
    ...(keys.securityToken === undefined ? {} : { 'x-oss-security-token': keys.securityToken }),
  };
  const canonical = hash('sha256', canonicalRequest(request, headers));
  const signature = hmac(
    keyOf(keys.accessKeySecret, scope),
    [algorithm, instant, scope.join('/'), canonical].join('\n'),
  ).toString('hex');
  const authorization = `${algorithm} Credential=${keys.accessKeyId}/${scope.join('/')},Signature=${signature}`;
  return { ...headers, authorization };
}

const keyOf = createSigningKeys('aliyun_v4');

function canonicalRequest(request: SignableRequest, headers: Readonly<Record<string, string>>): string {
  const signed = Object.keys(headers).filter(isSigned).sort();
  return [
    request.method,
    encodeKey(`/${request.bucket}/${request.key}`),
    encodeQuery(request.query, ''),
    signed.map((name) => `${name}:${headers[name]?.trim()}\n`).join(''),
    '', // no additional headers
    payload,
  ].join('\n');
}

const isSigned = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');
