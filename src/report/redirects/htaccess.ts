import type { LeftOut } from '../../core/redirect.js';
import { escapeRegex, type OldPlace } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

/**
 * Rules of Apache's mod_rewrite, for the `.htaccess` of the document root: there a rule sees the path percent-decoded and
 * without its leading slash.
 */
export function htaccessFile(places: readonly OldPlace[], comment: readonly string[]): RedirectFile {
  const leftOut: LeftOut[] = [];
  const rules = places.flatMap((place) => {
    if (place.decodedPath !== undefined) return [ruleOf(place, place.decodedPath)];
    leftOut.push({ what: `${place.host ?? ''}${place.path}`, reason: 'not-expressible' });
    return [];
  });
  const head = comment.map((line) => `# ${line}\n`).join('');
  return { text: `${head}RewriteEngine On\n${rules.join('')}`, leftOut };
}

function ruleOf({ host, query, to }: OldPlace, path: string): string {
  const conditions = [
    ...(host === undefined ? [] : [`RewriteCond %{HTTP_HOST} "^${inQuotes(escapeRegex(host))}$" [NC]\n`]),
    ...(query === '' ? [] : [`RewriteCond %{QUERY_STRING} "^${inQuotes(escapeRegex(query))}$"\n`]),
  ];
  const pattern = `^${escapeRegex(path.replace(/^\/+/, ''))}$`;
  // in what takes its place, `%1` and `$1` would be parts of what matched
  const target = to.replace(/[%$\\]/g, '\\$&');
  return `${conditions.join('')}RewriteRule "${inQuotes(pattern)}" "${inQuotes(target)}" [R=301,L,NE,QSD]\n`;
}

/** mod_rewrite reads its arguments itself: nothing escapes a quote in quotes, and backslashes stay (parseargline). */
const inQuotes = (text: string): string => text.replaceAll('"', '\\x22');
