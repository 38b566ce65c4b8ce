import { hash } from 'node:crypto';
import type { KeyPair } from '../../credentials/credentials.js';
import { createSigningKeys, hmac } from '../../lib/signing-keys.js';

const algorithm = 'TC3-HMAC-SHA256';

export interface Tc3Request {
  readonly service: string;
  /** Name without a path. */
  readonly host: string;
  /** JSON. */
  readonly body: string;
}

/**
 * Signs a POST by V3 (Tencent Cloud API 3.0, "Signature Method v3"): its type, its host, and its body.
 *
 * @param at epoch ms
 */
export function signTc3(
  { service, host, body }: Tc3Request,
  { keys, at }: { readonly keys: KeyPair; readonly at: number },
): Readonly<Record<string, string>> {
  const seconds = Math.floor(at / 1000);
  const day = new Date(at).toISOString().slice(0, 10);
  const type = 'application/json; charset=utf-8';
  const signed = 'content-type;host';
  const canonical = ['POST', '/', '', `content-type:${type}`, `host:${host}`, '', signed, sha256(body)].join('\n');
  const scope = [day, service, 'tc3_request'];
  const text = [algorithm, seconds, scope.join('/'), sha256(canonical)].join('\n');
  const signature = hmac(keyOf(keys.accessKeySecret, scope), text).toString('hex');
  return {
    'content-type': type,
    'x-tc-timestamp': String(seconds),
    ...(keys.securityToken === undefined ? {} : { 'x-tc-token': keys.securityToken }),
    authorization: `${algorithm} Credential=${keys.accessKeyId}/${scope.join('/')}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

const keyOf = createSigningKeys('TC3');

const sha256 = (text: string): string => hash('sha256', text);
