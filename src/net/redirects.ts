import { ImgferryError } from '../core/errors.js';
import { shownHop, shownUrl } from './shown-url.js';

/** RFC 9110, 15.4: the statuses that a browser follows when they name a place. */
const redirecting = new Set([301, 302, 303, 307, 308]);

/**
 * The address that a response sends on to; undefined where it doesn't (a 3xx without Location is an ordinary answer).
 * Name and password in it are dropped: they are the redirecting server's choice, not the owner's.
 *
 * @throws ImgferryError REDIRECT_INVALID where it names no http or https address
 */
export function nextHop(
  url: URL,
  response: { status: number; headers: Readonly<Record<string, string>> },
): URL | undefined {
  const { location } = response.headers;
  if (!redirecting.has(response.status) || location === undefined) return undefined;
  const found = asWritten(location);
  if (!URL.canParse(found, url.href)) throw refusal(url, found, 'url-invalid');
  const next = new URL(found, url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') throw refusal(url, next.protocol, 'scheme');
  next.username = '';
  next.password = '';
  next.hash = '';
  return next;
}

/** The redirects of one request so far: counts them and sees when they turn in a circle. */
export interface RedirectTrail {
  /** Addresses that sent on, in order. */
  readonly hops: readonly string[];
  /** @throws ImgferryError TOO_MANY_REDIRECTS */
  follow(from: URL, to: URL): void;
}

export function createRedirectTrail(first: URL, limit: number): RedirectTrail {
  const hops: string[] = [];
  const visited = new Set([first.href]);
  return {
    hops,
    follow(from, to) {
      hops.push(shownHop(from));
      const isLoop = visited.has(to.href);
      if (isLoop || hops.length > limit) {
        const facts = { url: shownUrl(first), hops: [...hops], expected: limit, ...(isLoop ? { hint: 'loop' } : {}) };
        throw new ImgferryError('TOO_MANY_REDIRECTS', facts);
      }
      visited.add(to.href);
    },
  };
}

function refusal(url: URL, found: string, hint: string): ImgferryError {
  return new ImgferryError('REDIRECT_INVALID', { url: shownUrl(url), found, hint });
}

/** Servers write raw UTF-8 into Location and browsers read it so; the header was decoded as Latin-1. */
function asWritten(location: string): string {
  const utf8 = Buffer.from(location, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? location : utf8;
}
