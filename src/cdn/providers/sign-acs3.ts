import { createHash, createHmac } from 'node:crypto';
import { encodeKey } from '../../core/object-key.js';
import type { KeyPair } from '../../credentials/credentials.js';

/** A call of an Alibaba Cloud API in RPC style. */
export interface Acs3Request {
  readonly endpoint: string;
  readonly action: string;
  readonly version: string;
  /** In the address. */
  readonly query?: Readonly<Record<string, string>>;
  /** In the body, as a form: lists of addresses are too long for an address. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface SignedAcs3 {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const algorithm = 'ACS3-HMAC-SHA256';

/**
 * Signs a call by V3 (Alibaba Cloud SDK, "V3 request structure and signature").
 *
 * @param at epoch ms
 * @param nonce never the same twice
 */
export function signAcs3(
  { endpoint, action, version, query = {}, form }: Acs3Request,
  { keys, at, nonce }: { readonly keys: KeyPair; readonly at: number; readonly nonce: string },
): SignedAcs3 {
  const body = form === undefined ? '' : encodePairs(form);
  const search = encodePairs(query);
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': `${new Date(at).toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': sha256(body),
    ...(keys.securityToken === undefined ? {} : { 'x-acs-security-token': keys.securityToken }),
    ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  const names = Object.keys(headers).sort();
  const canonical = [
    'POST',
    '/',
    search,
    names.map((name) => `${name}:${headers[name]}\n`).join(''),
    names.join(';'),
    sha256(body),
  ].join('\n');
  const signature = createHmac('sha256', keys.accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `${algorithm} Credential=${keys.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  const { origin } = new URL(endpoint);
  return { url: `${origin}/${search === '' ? '' : `?${search}`}`, headers: { ...headers, authorization }, body };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986, sorted by name. */
function encodePairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.map((text) => encodeKey(text).replaceAll('/', '%2F')).join('='))
    .join('&');
}
