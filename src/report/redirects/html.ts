import type { OldPlace } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

/**
 * A page for hosts that redirect nothing (GitHub Pages): as `404.html` it sends who asked for an old address to the new
 * one. A link that is followed gets there; an image in another page does not.
 */
export function htmlFile(places: readonly OldPlace[], comment: readonly string[], lang: string): RedirectFile {
  const [title = '', ...rest] = comment;
  const table = Object.fromEntries(
    places.map(({ path, query, to }) => [(decodedOf(path) ?? path) + (query === '' ? '' : `?${query}`), to]),
  );
  const items = places.map(({ host, path, query, to }) => {
    const from = `${host ?? ''}${decodedOf(path) ?? path}${query === '' ? '' : `?${query}`}`;
    return `<li>${escapeHtml(from)} → <a href="${escapeHtml(to)}">${escapeHtml(to)}</a></li>\n`;
  });
  const text = `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<script>
const moved = new Map(Object.entries(${inScript(table)}));
const { pathname, search } = location;
let path = pathname;
try { path = decodeURIComponent(pathname); } catch {}
const to = moved.get(path + search) ?? moved.get(path);
if (to !== undefined) location.replace(to);
</script>
<h1>${escapeHtml(title)}</h1>
${rest.map((line) => `<p>${escapeHtml(line)}</p>\n`).join('')}<ul>
${items.join('')}</ul>
</html>
`;
  return { text, leftOut: [] };
}

function decodedOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Nothing in it ends the script, or begins a comment in it. */
const inScript = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
