import type { AnsweredAddress, SeenRedirect } from '../core/observation.js';
import type { Evidence } from '../core/verdict.js';
import { readExpiry } from './read-expiry.js';

/** The redirects on the way, as `STATUS ADDRESS` each. */
export function redirectEvidence(redirects: readonly SeenRedirect[]): Evidence {
  return redirects.length === 0 ? {} : { hops: redirects.map(({ status, from }) => `${status} ${from}`) };
}

/**
 * The address that takes the place of one that moved for good: where every redirect says so (RFC 9110, 15.4.2 and
 * 15.4.9) and what it leads to does not expire.
 */
export function newAddressOf({ redirects, url }: Pick<AnsweredAddress, 'redirects' | 'url'>): string | undefined {
  const isPermanent = redirects.length > 0 && redirects.every(({ status }) => status === 301 || status === 308);
  return isPermanent && readExpiry(url) === undefined ? url : undefined;
}

/** Whether the way led to a place where people sign in: the image may be there for who has. */
export const isLoginWay = (redirects: readonly SeenRedirect[]): boolean => loginOf(redirects) !== undefined;

/** Where people sign in. */
export function loginEvidence(redirects: readonly SeenRedirect[]): Evidence {
  const login = loginOf(redirects);
  return login ? { location: `${login.origin}${login.pathname}` } : {};
}

function loginOf(redirects: readonly SeenRedirect[]): URL | undefined {
  return redirects.map(({ to }) => new URL(to)).find(({ hostname, pathname }) => loginPlace.test(hostname + pathname));
}

const loginPlace = /(?:^|[/._-])(?:log-?in|log-?on|sign-?in|passport|sso|cas|oauth2?|accounts)(?:[/._-]|$)/i;
