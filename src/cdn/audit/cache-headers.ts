/** Header fields with lower-case names. */
export type HeaderFields = Readonly<Record<string, string>>;

/** Whether an edge says that it had what it answered with; undefined where it says nothing. */
export type CacheStatus = 'hit' | 'miss' | undefined;

/** Vendors' own fields, one after the other; what is nearest to the reader says it last. */
const statusFields = [
  'cf-cache-status',
  'x-cache-status',
  'x-cache',
  'x-proxy-cache',
  'x-cache-lookup',
  'x-nginx-cache',
  'x-edge-cache',
];

/** RFC 9211 (Cache-Status), vendors' fields, Varnish's two ids, and Age (RFC 9111, 5.1), which only a cache sends. */
export function cacheStatusOf(headers: HeaderFields): CacheStatus {
  const standard = lastOf(headers['cache-status']);
  if (standard !== undefined) return /;\s*hit\b/i.test(standard) ? 'hit' : 'miss';
  for (const field of statusFields) {
    const said = lastOf(headers[field]);
    if (said === undefined) continue;
    if (/\b(?:hit|stale|revalidated|updating)\b/i.test(said)) return 'hit';
    if (/\b(?:miss|expired|bypass|dynamic|pass|none)\b/i.test(said)) return 'miss';
  }
  if (/^\d+ \d+$/.test(headers['x-varnish'] ?? '')) return 'hit';
  return Number(headers.age ?? 0) > 0 ? 'hit' : undefined;
}

function lastOf(value: string | undefined): string | undefined {
  return value?.split(',').at(-1)?.trim();
}

/** Directives of Cache-Control, by lower-case name. */
export function directivesOf({ 'cache-control': value = '' }: HeaderFields): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((part) => {
      const [name = '', argument = ''] = part.trim().split('=');
      return [name.trim().toLowerCase(), argument.replaceAll('"', '').trim()];
    }),
  );
}

/**
 * How long a browser may keep it without asking, in ms (RFC 9111, 4.2.1).
 *
 * @returns undefined where nothing says so
 */
export function lifetimeOf(headers: HeaderFields): number | undefined {
  const directives = directivesOf(headers);
  if (directives.has('no-store') || directives.has('no-cache')) return 0;
  const age = directives.get('max-age');
  if (age !== undefined && /^\d+$/.test(age)) return Number(age) * 1000;
  if (headers.expires === undefined) return undefined;
  const [expires, date] = [Date.parse(headers.expires), Date.parse(headers.date ?? '')];
  return Number.isNaN(expires) || Number.isNaN(date) ? 0 : Math.max(0, expires - date);
}

/** Names in Vary, lower case. */
export function varyOf({ vary = '' }: HeaderFields): readonly string[] {
  return vary
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}
