import { isIP } from 'node:net';
import { shows, type Verdict, type VerdictReason, verdictOf } from '../core/verdict.js';
import { isOwnMachine } from '../lib/own-machine.js';

/** Whether an http image stands on an https page. */
export const isMixedContent = (url: string, site: string | undefined): boolean =>
  site !== undefined && /^https:/i.test(site) && /^http:/i.test(url);

/** The address that browsers ask in place of an http one on an https page. */
export const securedAddress = (url: string): string => url.replace(/^http:/i, 'https:');

/**
 * What readers of an https site see of an http image (Mixed Content, 2.1 and 4.1; Chromium 150 does so): browsers ask for
 * it by https, and where that gives no image they show none; the http address does not count. Hosts that are named by an
 * IP address they don't ask at all, and the own machine they trust as it is.
 *
 * @param plain what the http address showed
 * @param secure what the https address showed
 */
export function judgeMixedContent(url: string, plain: Verdict, secure: Verdict): Verdict {
  const { hostname, host } = new URL(url);
  const https = shows(secure);
  const isTrusted = isOwnMachine(hostname);
  const isBlocked = !isTrusted && (isAddress(hostname) || !https);
  if (shows(plain)) {
    const reasons: readonly VerdictReason[] = isBlocked ? ['insecure', 'blocked-mixed-content'] : ['insecure'];
    return verdictOf([...plain.reasons, ...reasons], { ...plain.evidence, https, ...(isBlocked ? { host } : {}) });
  }
  if (isTrusted || isBlocked) return { ...plain, evidence: { ...plain.evidence, https } };
  return verdictOf([...secure.reasons, 'insecure'], { ...secure.evidence, https });
}

const isAddress = (host: string): boolean => isIP(host.replace(/^\[|\]$/g, '')) !== 0;
