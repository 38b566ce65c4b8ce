import type { AnsweredAddress } from '../core/observation.js';
import type { VerdictReason } from '../core/verdict.js';
import { readStoreError } from './judge-refusal.js';
import { readExpiry } from './read-expiry.js';

/** What a status other than 2xx says of an image that is not in the answer (RFC 9110, 15). */
export function judgeStatus(
  { status, body }: AnsweredAddress,
  { url, now }: { readonly url: string; readonly now: number },
): VerdictReason {
  if (refusals.has(status) && isExpired(url, body.bytes, now)) return 'expired-signature';
  const known = byStatus.get(status);
  if (known) return known;
  if (status >= 300 && status < 400) return redirecting.has(status) ? 'redirect-invalid' : 'http-error';
  return status >= 500 ? 'server-error' : 'http-error';
}

const byStatus: ReadonlyMap<number, VerdictReason> = new Map([
  [401, 'forbidden'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'gone'],
  [429, 'rate-limited'],
]);

/** With these stores answer to a signature that is too old. */
const refusals = new Set([400, 401, 403, 404]);

/** Without a Location, which is why they were not followed. */
const redirecting = new Set([301, 302, 303, 307, 308]);

function isExpired(url: string, bytes: Uint8Array, now: number): boolean {
  const expiry = readExpiry(url);
  return (expiry !== undefined && expiry <= now) || readStoreError(bytes).isExpired;
}
