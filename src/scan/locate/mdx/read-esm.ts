import { hasImageExtension } from '../../../core/image-format.js';
import type { LocatedReference } from '../../located.js';
import { decodeJavaScript } from '../decode/decode-javascript.js';
import { skipToken } from './read-expression.js';

const statement = /(?:import|export)(?=[\s{*'"])/y;

/** Whether an ESM block of MDX starts at a line's start: `import` or `export`, without indentation. */
export function startsEsm(text: string, lineStart: number): boolean {
  statement.lastIndex = lineStart;
  return statement.test(text);
}

/**
 * Where an ESM block ends: at the first blank line outside of brackets; where its brackets are never closed, at the
 * first blank line.
 */
export function endOfEsm(text: string, start: number): number {
  let depth = 0;
  let firstBlank = -1;
  for (let at = start; at < text.length && at >= 0; ) {
    const character = text.charAt(at);
    if (character === '\n' && /^\r?\n[ \t]*(?:\r?\n|$)/.test(text.slice(at, at + 200))) {
      if (depth <= 0) return at + 1;
      if (firstBlank < 0) firstBlank = at + 1;
    }
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    at = skipToken(text, at, text.length);
  }
  return firstBlank < 0 ? text.length : firstBlank;
}

const importedFile = /^import[ \t\r\n]+[\w$*{][^'"\n]*?from[ \t]*(['"])((?:(?!\1)[^\\\n])*)\1/gm;

/** Images that an ESM block imports: `import img from './x.png'`; no remote address can stand there. */
export function locateImports(text: string, start: number, end: number): readonly LocatedReference[] {
  return [...text.slice(start, end).matchAll(importedFile)].flatMap((match): LocatedReference[] => {
    const [whole, quote, specifier = ''] = match;
    const path = specifier.replace(/^[\w-]+!|[?#].*$/g, '');
    if (!hasImageExtension(path)) return [];
    const to = start + match.index + whole.length - 1;
    return [
      {
        syntax: 'import',
        role: 'image',
        span: { start: to - specifier.length, end: to },
        address: decodeJavaScript(specifier),
        escaping: [quote === '"' ? 'js-double' : 'js-single', 'mdx'],
        localOnly: 'import-local-only',
      },
    ];
  });
}
