import type { Redirect } from '../../core/redirect.js';

/** An old address in the parts that servers match. */
export interface OldPlace {
  /** Undefined: whatever the host is. */
  readonly host: string | undefined;
  /** Percent-encoded, with its leading slash. */
  readonly path: string;
  /** As servers compare it: percent-decoded; undefined where that is no UTF-8, or holds a control character. */
  readonly decodedPath: string | undefined;
  /** Without `?`; empty: any query. */
  readonly query: string;
  readonly to: string;
}

/** Addresses with a query first: a server that takes the first that fits must see them before the ones without. */
export function oldPlaces(redirects: readonly Redirect[]): readonly OldPlace[] {
  const places = redirects.map(oldPlace);
  return [...places.filter(({ query }) => query !== ''), ...places.filter(({ query }) => query === '')];
}

function oldPlace({ from, to }: Redirect): OldPlace {
  const isRooted = from.startsWith('/');
  const { host, pathname, search } = new URL(from, 'https://site.invalid');
  return {
    host: isRooted ? undefined : host,
    path: pathname,
    decodedPath: decoded(pathname),
    query: search.slice(1),
    to,
  };
}

function decoded(path: string): string | undefined {
  try {
    const text = decodeURIComponent(path);
    return /\p{Cc}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Everything in it that a regular expression reads, escaped. */
export const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}#]/g, '\\$&');
