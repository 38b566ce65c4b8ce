import type { Span } from '../../core/image-reference.js';
import type { ScalarFormat } from '../scalars/located-scalar.js';

export interface FrontMatter {
  readonly format: ScalarFormat;
  /** What stands between the delimiters. */
  readonly region: Span;
  /** Where the body starts. */
  readonly end: number;
}

/**
 * Finds the front matter at the start of a document: YAML between `---`, TOML between `+++`, JSON between `;;;`
 * (Hexo) or as an object that ends with its line (Hugo).
 *
 * @param options.withoutOpener whether YAML that only a closing `---` ends counts, as Hexo has it
 */
export function findFrontMatter(
  text: string,
  options: { readonly withoutOpener?: boolean } = {},
): FrontMatter | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const first = text[start];
  if (first === '-') return between(text, start, /-{3,}/y, 'yaml');
  if (first === '+') return between(text, start, /\+{3}/y, 'toml');
  if (first === ';') return between(text, start, /;{3,}/y, 'json');
  if (first === '{') return leadingObject(text, start);
  return options.withoutOpener ? untilDelimiter(text, start) : undefined;
}

function between(text: string, start: number, fence: RegExp, format: ScalarFormat): FrontMatter | undefined {
  fence.lastIndex = start;
  const opener = fence.exec(text)?.[0];
  if (opener === undefined) return undefined;
  const from = lineEnd(text, start + opener.length);
  if (from === undefined) return undefined;
  for (let at = from; at < text.length; ) {
    const after = closingLine(text, at, opener, format);
    if (after !== undefined) {
      const region = { start: from, end: at };
      return format !== 'yaml' || looksLikeYaml(text, region) ? { format, region, end: after } : undefined;
    }
    const newline = text.indexOf('\n', at);
    if (newline < 0) return undefined;
    at = newline + 1;
  }
  return undefined;
}

/** Where the line after this one starts, if only white space is left on this one. */
function lineEnd(text: string, from: number): number | undefined {
  const rest = /[ \t]*(?:\r?\n|$)/y;
  rest.lastIndex = from;
  return rest.test(text) ? rest.lastIndex : undefined;
}

function closingLine(text: string, at: number, opener: string, format: ScalarFormat): number | undefined {
  if (text.startsWith(opener, at)) return lineEnd(text, at + opener.length);
  // YAML 1.2, 9.1.2: a document may end with three dots; Pandoc writes it so
  if (format === 'yaml' && text.startsWith('...', at)) return lineEnd(text, at + 3);
  return undefined;
}

/** Two thematic breaks with prose between them are no front matter: a mapping or a comment must come first. */
function looksLikeYaml(text: string, region: Span): boolean {
  for (let at = region.start; at < region.end; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? region.end : newline + 1;
    const line = text.slice(at, next).trim();
    if (line !== '' && !line.startsWith('#'))
      return /^(?:"[^"]*"|'[^']*'|[^\s"'`>|!*[\]][^:]*?)\s*:(?:\s|$)|^\{|^%/.test(line);
    at = next;
  }
  return true;
}

function leadingObject(text: string, start: number): FrontMatter | undefined {
  const firstLine = /\{[ \t]*(?:\r?\n|"[^"\r\n]+"[ \t]*:)/y;
  firstLine.lastIndex = start;
  if (!firstLine.test(text)) return undefined;
  const close = /\r?\n\}[ \t]*(?=\r?\n|$)/g;
  close.lastIndex = start;
  const match = close.exec(text);
  if (!match) return undefined;
  const end = match.index + match[0].length;
  return { format: 'json', region: { start, end }, end: lineEnd(text, end) ?? end };
}

/** hexo-front-matter's old form: no opener, the first line that is `---` or `;;;` closes. */
function untilDelimiter(text: string, start: number): FrontMatter | undefined {
  const delimiter = /^(-{3,}|;{3,})[ \t]*(?:\r?\n|$)/gm;
  delimiter.lastIndex = start;
  const match = delimiter.exec(text);
  if (!match) return undefined;
  const region = { start, end: match.index };
  const format = match[1]?.startsWith(';') ? 'json' : 'yaml';
  if (format === 'yaml' && !isMappingThroughout(text.slice(region.start, region.end))) return undefined;
  return { format, region, end: match.index + match[0].length };
}

/** Without an opener only plain `key: value` lines, items and comments count, else a setext heading would do. */
function isMappingThroughout(source: string): boolean {
  return (
    /^[\w-]+:(?:\s|$)/.test(source) && source.split('\n').every((line) => /^\s*(?:$|#|-\s|[\w-]+:(?:\s|$))/.test(line))
  );
}
