import { createHash, createHmac } from 'node:crypto';

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
  const keyOf = createDerivedKeys(service, region);
  return ({ method, path, search, headers, digest }, { keys, at }) => {
    const instant = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
    const day = instant.slice(0, 8);
    const signed = Object.entries({ ...headers, 'x-amz-date': instant }).sort(byName);
    const names = signed.map(([name]) => name).join(';');
    const canonical = [
      method,
      path,
      search,
      ...signed.map(([name, value]) => `${name}:${value.trim().replace(/\s+/g, ' ')}`),
      '',
      names,
      digest,
    ].join('\n');
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = [algorithm, instant, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
    const signature = hmac(keyOf(keys.accessKeySecret, day), text).toString('hex');
    const credential = `${keys.accessKeyId}/${scope}`;
    const authorization = `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
    return { 'x-amz-date': instant, authorization };
  };
}

/** A key is made once a day and secret. */
function createDerivedKeys(service: string, region: string): (secret: string, day: string) => Buffer {
  let last: { readonly secret: string; readonly day: string; readonly key: Buffer } | undefined;
  return (secret, day) => {
    if (last?.secret === secret && last.day === day) return last.key;
    const parts = [day, region, service, 'aws4_request'];
    const key = parts.reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(`AWS4${secret}`));
    last = { secret, day, key };
    return key;
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);
