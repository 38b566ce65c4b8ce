import type { OldPlace } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

/** A `_redirects` file (Netlify, "Redirects and rewrites"): paths percent-encoded; `!`: also where a file still stands. */
export function netlifyFile(places: readonly OldPlace[], comment: readonly string[]): RedirectFile {
  const head = comment.map((line) => `# ${line}\n`).join('');
  const lines = places.flatMap(({ host, path, query, to }) => {
    const from = host === undefined ? [''] : [`https://${host}`, `http://${host}`];
    const parameters = query === '' ? '' : ` ${query.split('&').map(literal).join(' ')}`;
    return from.map((origin) => `${origin}${literal(path)}${parameters} ${to} 301!\n`);
  });
  return { text: head + lines.join(''), leftOut: [] };
}

/** `:name` and `*` are placeholders there. */
const literal = (text: string): string => text.replaceAll(':', '%3A').replaceAll('*', '%2A');
