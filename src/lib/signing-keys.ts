import { createHmac } from 'node:crypto';

export const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Gives the key that a secret signs with inside a scope, such as a day, a region, a service. */
export type SigningKeys = (secret: string, scope: readonly string[]) => Buffer;

/**
 * Derives keys as AWS's fourth version of signatures has it, and others after it: the secret signs the first part of the
 * scope, what comes of it the next. The last key is kept: it is good for a day's requests.
 *
 * @param prefix stands before the secret
 */
export function createSigningKeys(prefix: string): SigningKeys {
  let last: { readonly secret: string; readonly scope: string; readonly key: Buffer } | undefined;
  return (secret, scope) => {
    const named = scope.join('/');
    if (last?.secret === secret && last.scope === named) return last.key;
    const key = scope.reduce<Buffer>((above, part) => hmac(above, part), Buffer.from(prefix + secret));
    last = { secret, scope: named, key };
    return key;
  };
}
