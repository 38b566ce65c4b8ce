import type { LeftOut } from '../../core/redirect.js';
import type { OldPlace } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

/**
 * A list for Cloudflare's Bulk Redirects, as CSV without a header: source, target, status. A source has a host, and no
 * query (Cloudflare, "Bulk Redirects", supported URL components).
 */
export function cloudflareFile(places: readonly OldPlace[], site: string | undefined): RedirectFile {
  const leftOut: LeftOut[] = [];
  const siteHost = site === undefined ? undefined : new URL(site).host;
  const lines = places.flatMap(({ host = siteHost, path, query, to }) => {
    const target = URL.canParse(to, site) ? new URL(to, site).href : undefined;
    if (host !== undefined && query === '' && target !== undefined) {
      return [`${[`${host}${path}`, target, '301'].map(field).join(',')}\n`];
    }
    leftOut.push({ what: `${host ?? ''}${path}${query === '' ? '' : `?${query}`}`, reason: 'not-expressible' });
    return [];
  });
  return { text: lines.join(''), leftOut };
}

/** RFC 4180, 2. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
