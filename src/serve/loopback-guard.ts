import type { IncomingHttpHeaders } from 'node:http';

/** Obsidian's own pages; they are no web site's. */
const alwaysAllowed = 'app://obsidian.md';

/**
 * Whether a request comes from a program of this machine: any page of the web can send to loopback, and any name can be
 * made to lead there. A browser says where a page comes from; programs say nothing.
 *
 * @param origins of pages that may send too
 */
export function isFromHere({ host = '', origin }: IncomingHttpHeaders, origins: readonly string[]): boolean {
  return isLoopback(host) && (origin === undefined || isAllowedOrigin(origin, origins));
}

export const isAllowedOrigin = (origin: string, origins: readonly string[]): boolean =>
  origin === alwaysAllowed || origins.includes(origin);

const isLoopback = (host: string): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
