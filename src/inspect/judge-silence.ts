import type { ErrorFacts, ErrorReport } from '../core/errors.js';
import type { SilentAddress } from '../core/observation.js';
import { isProxyFailure } from '../core/proxy-failure.js';
import { type Evidence, type Verdict, type VerdictReason, verdictOf } from '../core/verdict.js';
import type { OriginRelation } from './judge-origin.js';
import { isLoginWay, loginEvidence, redirectEvidence } from './judge-redirects.js';

/** Why an address gave no answer, in a reader's terms. */
export function judgeSilence(
  { error, redirects }: SilentAddress,
  relation: OriginRelation,
  { url, timeLimit }: { readonly url: string; readonly timeLimit: number },
): Verdict {
  const hops = redirectEvidence(redirects);
  if (error === 'out-of-time') {
    return verdictOf(['no-answer'], { host: new URL(redirects.at(-1)?.to ?? url).host, ms: timeLimit, ...hops });
  }
  const endsInCircles = error.code === 'TOO_MANY_REDIRECTS';
  if (endsInCircles && (isLoginWay(redirects) || redirects.some(({ cookie }) => passesByCookie(cookie, relation)))) {
    return verdictOf(['login-wall'], {
      ...hops,
      ...loginEvidence(redirects),
      setsCookie: redirects.some(({ cookie }) => cookie !== undefined),
    });
  }
  const setsCookie = endsInCircles && redirects.some(({ cookie }) => cookie !== undefined);
  if (isProxyFailure(error))
    return verdictOf(['offline'], { ...evidenceOf(error), proxy: String(error.facts.proxy), ...hops });
  return verdictOf([reasonOf(error)], { ...evidenceOf(error), ...hops, ...(setsCookie ? { setsCookie } : {}) });
}

/**
 * A circle that sets a cookie ends for who gives it back: browsers do within a site, and across sites where it says
 * `SameSite=None`, but some readers' refuse those. Other circles end for nobody.
 */
function passesByCookie(cookie: 'same-site' | 'cross-site' | undefined, { isCrossSite }: OriginRelation): boolean {
  return cookie === 'cross-site' || (cookie === 'same-site' && !isCrossSite);
}

function reasonOf({ code, facts }: ErrorReport): VerdictReason {
  switch (code) {
    case 'URL_INVALID':
      return facts.hint === 'scheme' ? 'address-scheme' : 'address-invalid';
    case 'ADDRESS_BLOCKED':
      return 'blocked-by-guard';
    case 'DNS_FAILED':
      return 'dns-failure';
    case 'TLS_FAILED':
      return 'tls-failure';
    case 'RESPONSE_TIMEOUT':
      return 'no-answer';
    case 'REDIRECT_INVALID':
      return 'redirect-invalid';
    case 'TOO_MANY_REDIRECTS':
      return facts.hint === 'loop' ? 'redirect-loop' : 'too-many-redirects';
    default:
      return connectionReason(String(facts.reason ?? ''));
  }
}

/** The own line is down, or no resolver answers: this says nothing about the image. */
const offline = new Set(['EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN']);

function connectionReason(code: string): VerdictReason {
  if (offline.has(code)) return 'offline';
  // llhttp and undici refuse more than browsers do, such as a length that is told twice; what is no HTTP at all they
  // refuse too (seen of Chromium 150)
  const isUnreadable =
    /^HPE_|^UND_ERR_(?:HEADERS_OVERFLOW|RES_CONTENT_LENGTH_MISMATCH)$/.test(code) && code !== 'HPE_INVALID_CONSTANT';
  return isUnreadable ? 'answer-malformed' : 'connection-failure';
}

function evidenceOf({ code, facts }: ErrorReport): Evidence {
  const { host, reason, address, hint, phase, ms, found } = facts;
  const named: ErrorFacts = {
    host,
    code: reason,
    address,
    ...(code === 'ADDRESS_BLOCKED' ? { range: hint } : {}),
    phase,
    ms,
    ...(code === 'REDIRECT_INVALID' ? { location: found } : { found }),
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
