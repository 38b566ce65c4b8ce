import { contentTypeOf, formatNamedBy } from '../../core/image-format.js';
import { cacheStatusOf, directivesOf, lifetimeOf, varyOf } from './cache-headers.js';
import { typeOf } from './content-type.js';
import { type EdgeAnswer, type EdgeFacts, isServed, type WholeAnswer } from './edge-facts.js';
import type { Judges } from './judge.js';
import { queryKindOf } from './query-kind.js';

const year = 365 * 86_400_000;

/** How long an answer is kept, and under what. */
export const cacheJudges: Judges = {
  'short-cache': ({ first }, { minAge }) => {
    if (!isServed(first)) return undefined;
    const lifetime = lifetimeOf(first.headers);
    if (lifetime !== undefined && lifetime >= minAge) return undefined;
    const header = first.headers['cache-control'] ?? first.headers.expires;
    return { expected: minAge, ...(lifetime === undefined ? {} : { ms: lifetime }), header: header ?? 'nothing' };
  },

  'not-immutable': ({ first, url }, { minAge }) => {
    if (!isServed(first)) return undefined;
    const lifetime = lifetimeOf(first.headers) ?? 0;
    const digest = digestInName(url, first);
    if (digest === undefined || lifetime < minAge) return undefined; // short-cache says it
    if (directivesOf(first.headers).has('immutable') && lifetime >= year) return undefined;
    return { digest, header: first.headers['cache-control'] ?? 'nothing' };
  },

  'no-validator': ({ first }) => {
    if (!isServed(first)) return undefined;
    return first.headers.etag === undefined && first.headers['last-modified'] === undefined ? {} : undefined;
  },

  'set-cookie': ({ first }) => {
    const cookie = isServed(first) ? first.headers['set-cookie'] : undefined;
    return cookie === undefined ? undefined : { cookie: cookie.split('=')[0] ?? '' };
  },

  'no-hit': ({ second, withoutReferer, foreignReferer }) => {
    if (!isServed(second) || cacheStatusOf(second.headers) !== 'miss') return undefined;
    const later = [withoutReferer, foreignReferer].filter(isServed);
    if (later.some((answer) => cacheStatusOf(answer.headers) === 'hit')) return undefined;
    return { header: statusHeader(second) };
  },

  'vary-missing': ({ first, modern, url, stored }) => {
    if (!isServed(first) || !isServed(modern)) return undefined;
    const [plain, negotiated] = [typeOf(first.headers), typeOf(modern.headers)];
    const vary = [...varyOf(first.headers), ...varyOf(modern.headers)];
    if (vary.includes('accept') || vary.includes('*')) return undefined;
    if (plain !== negotiated) return { found: plain, other: negotiated };
    // everybody gets what one browser could read
    const named = formatNamedBy(new URL(url).pathname);
    const stands = stored?.object?.contentType ?? (named && contentTypeOf(named));
    const isModern = plain === 'image/webp' || plain === 'image/avif';
    return isModern &&
      stands !== undefined &&
      stands !== plain &&
      first.format !== undefined &&
      contentTypeOf(first.format) === plain
      ? { found: plain, other: stands }
      : undefined;
  },

  'vary-too-wide': ({ first }) => {
    const wide = isServed(first) ? varyOf(first.headers).filter((name) => tooWide.has(name)) : [];
    return wide.length === 0 ? undefined : { vary: wide };
  },

  'query-ignored': ({ url, first, withoutQuery, otherQuery }) => {
    if (!isServed(first)) return undefined;
    const query = new URL(url).search;
    if (isServed(withoutQuery) && withoutQuery.sha256 === first.sha256) return { query };
    const isVersion = queryKindOf(url) === 'version';
    return isVersion && isServed(otherQuery) && cacheStatusOf(otherQuery.headers) === 'hit' ? { query } : undefined;
  },

  'query-splits-cache': ({ url, first, second, otherQuery }) => {
    if (queryKindOf(url) !== 'other' || !isServed(first) || !isServed(second) || !isServed(otherQuery))
      return undefined;
    const isKept = cacheStatusOf(second.headers) === 'hit';
    const isAnew = cacheStatusOf(otherQuery.headers) === 'miss';
    return isKept && isAnew && otherQuery.sha256 === first.sha256 ? { query: new URL(url).search } : undefined;
  },

  'slow-first-byte': (facts, { slowAfter }) => {
    const times = hits(facts).map(({ firstByte }) => firstByte);
    const best = Math.min(...times);
    return times.length > 0 && best > slowAfter ? { ms: best, expected: slowAfter } : undefined;
  },
};

/** Each of their values has a copy of its own. */
const tooWide: ReadonlySet<string> = new Set([
  '*',
  'user-agent',
  'cookie',
  'referer',
  'accept-language',
  'authorization',
]);

/** Answers that an edge can give from what it has. */
const hits = ({ second, withoutReferer, foreignReferer }: EdgeFacts): readonly EdgeAnswer[] =>
  [second, withoutReferer, foreignReferer].filter(isServed);

/** The part of an address's path that is the digest of the bytes; at least 16 hex digits of it. */
function digestInName(url: string, { sha256, md5 }: WholeAnswer): string | undefined {
  const parts = new URL(url).pathname.match(/[0-9a-f]{16,}/gi) ?? [];
  return parts.find((part) => [sha256, md5].some((digest) => digest.startsWith(part.toLowerCase())));
}

function statusHeader({ headers }: EdgeAnswer): string {
  const names = ['cache-status', 'cf-cache-status', 'x-cache-status', 'x-cache', 'x-proxy-cache', 'x-cache-lookup'];
  const name = names.find((one) => headers[one] !== undefined) ?? 'x-cache';
  return `${name}: ${headers[name] ?? ''}`;
}
