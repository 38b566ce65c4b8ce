import type { Evidence, VerdictReason } from '../core/verdict.js';
import { readExpiry } from './read-expiry.js';

/** ms: 30 days. */
const soon = 30 * 24 * 3_600_000;

/** What the expiry in an address that works says; one that is over is not kept to. */
export function expiryReason(
  url: string,
  now: number,
): { readonly reasons: readonly VerdictReason[]; readonly evidence: Evidence } {
  const expiry = readExpiry(url);
  const isSoon = expiry !== undefined && expiry > now && expiry - now < soon;
  return isSoon ? { reasons: ['expiring-soon'], evidence: expiryEvidence(url) } : { reasons: [], evidence: {} };
}

/** ISO 8601. */
export function expiryEvidence(url: string): Evidence {
  const expiry = readExpiry(url);
  return expiry === undefined ? {} : { expires: new Date(expiry).toISOString() };
}
