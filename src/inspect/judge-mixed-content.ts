import { isIP } from 'node:net';
import { shows, type Verdict, verdictOf } from '../core/verdict.js';

/** Whether an http image stands on an https page. */
export const isMixedContent = (url: string, site: string | undefined): boolean =>
  site !== undefined && /^https:/i.test(site) && /^http:/i.test(url);

/** The address that browsers ask in place of an http one on an https page. */
export const securedAddress = (url: string): string => url.replace(/^http:/i, 'https:');

/**
 * What readers of an https site see of an http image (Mixed Content, 2.1 and 4.1): browsers ask for it by https, and
 * where that gives no image they show none; the http address does not count. Hosts that are named by an IP address are
 * not asked by https, and the own machine's are trusted as they are.
 *
 * @param plain what the http address showed
 * @param secure what the https address showed
 */
export function judgeMixedContent(url: string, plain: Verdict, secure: Verdict): Verdict {
  const https = shows(secure);
  if (shows(plain)) {
    const isBlocked = !https && isAskedSecurely(new URL(url).hostname);
    const evidence = { ...plain.evidence, https, ...(isBlocked ? { host: new URL(url).host } : {}) };
    return verdictOf(
      [...plain.reasons, 'insecure', ...(isBlocked ? (['blocked-mixed-content'] as const) : [])],
      evidence,
    );
  }
  if (!https) return { ...plain, evidence: { ...plain.evidence, https } };
  return verdictOf([...secure.reasons, 'insecure'], { ...secure.evidence, https });
}

const isAskedSecurely = (host: string): boolean =>
  isIP(host.replace(/^\[|\]$/g, '')) === 0 && !/(?:^|\.)localhost$/.test(host);
