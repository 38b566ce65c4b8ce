import { hash } from 'node:crypto';
import { createSigningKeys, hmac } from './signing-keys.js';

const algorithm = 'AWS4-HMAC-SHA256';

export interface AwsRequest {
  readonly method: string;
  /** As it is sent. */
  readonly path: string;
  /** As it is sent, sorted by name. */
  readonly search: string;
  /** All that are signed, with `host` and without `x-amz-date`; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body in hex, or what stands for it. */
  readonly digest: string;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/**
 * Signs requests by V4 (AWS, "Signature Version 4"). Every header is signed.
 *
 * @returns a signer; `at` in epoch ms; it gives the two headers to add
 */
export function createAwsSigner(
  service: string,
  region: string,
): (
  request: AwsRequest,
  by: { readonly keys: AwsKeys; readonly at: number },
) => { readonly 'x-amz-date': string; readonly authorization: string } {
  const keyOf = createSigningKeys('AWS4');
  return ({ method, path, search, headers, digest }, { keys, at }) => {
    const instant = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
    const day = instant.slice(0, 8);
    const sent: Record<string, string> = { ...headers, 'x-amz-date': instant };
    const signed = Object.keys(sent).sort();
    const names = signed.join(';');
    const lines = signed.map((name) => `${name}:${canonicalValue(sent[name] ?? '')}\n`).join('');
    const canonical = `${method}\n${path}\n${search}\n${lines}\n${names}\n${digest}`;
    const scope = [day, region, service, 'aws4_request'];
    const text = [algorithm, instant, scope.join('/'), hash('sha256', canonical)].join('\n');
    const signature = hmac(keyOf(keys.accessKeySecret, scope), text).toString('hex');
    const credential = `${keys.accessKeyId}/${scope.join('/')}`;
    const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    return { 'x-amz-date': instant, authorization };
  };
}

/** White space at the ends goes, and several in a row are one (AWS, "Create a canonical request"). */
const canonicalValue = (value: string): string =>
  /^\s|\s$|\s\s|[^\S ]/.test(value) ? value.trim().replace(/\s+/g, ' ') : value;
