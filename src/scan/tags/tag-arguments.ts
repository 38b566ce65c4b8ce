import type { Escaping, Span } from '../../core/image-reference.js';

/** One argument of a tag or shortcode. */
export interface TagArgument {
  /** `src` of `src="a.png"`; undefined for an argument by position. */
  readonly name: string | undefined;
  /** Inside the quotes. */
  readonly span: Span;
  readonly value: string;
  /** Whether it stands in quotes of any kind. */
  readonly isQuoted: boolean;
  readonly escaping: Extract<Escaping, `shortcode-${string}`>;
}

/** A tag as it stands in the text. */
export interface TagCall {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly TagArgument[];
  /** After the closing delimiter. */
  readonly end: number;
}

export interface TagGrammar {
  readonly opener: string;
  readonly closer: string;
}

/**
 * Reads `{% name args %}`, `{{< name args >}}` and the like, which may go over several lines.
 *
 * @param start where the opener stands
 * @returns undefined where it isn't closed before `blockEnd`
 */
export function readTagCall(text: string, start: number, blockEnd: number, grammar: TagGrammar): TagCall | undefined {
  const limit = tagLimit(text, start, blockEnd, grammar);
  let at = start + grammar.opener.length;
  if (text[at] === '-') at += 1; // white space control
  at = skipSpaces(text, at, limit);
  const nameStart = at;
  while (at < limit && !isBreak(text, at, grammar)) at += 1;
  const nameSpan = { start: nameStart, end: at };
  if (nameSpan.start === nameSpan.end) return undefined;
  const args: TagArgument[] = [];
  for (;;) {
    at = skipSpaces(text, at, limit);
    if (at >= limit) return undefined;
    const close = closingLength(text, at, grammar);
    if (close > 0) {
      if (at + close > limit) return undefined;
      return { name: text.slice(nameSpan.start, nameSpan.end), nameSpan, args, end: at + close };
    }
    const argument = readArgument(text, at, limit, grammar);
    if (!argument) return undefined;
    args.push(argument.argument);
    at = argument.end;
  }
}

/** Characters; no tag of a person is longer. */
const longestTag = 8192;

/** A tag ends before the next one starts, so that a million openers are not each read to the end. */
function tagLimit(text: string, start: number, blockEnd: number, { opener }: TagGrammar): number {
  const next = text.indexOf(opener, start + opener.length);
  return Math.min(blockEnd, start + longestTag, next < 0 ? text.length : next);
}

function skipSpaces(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/** Length of the closer here, with the `-` or `/` that may stand before it; 0 where there is none. */
function closingLength(text: string, at: number, { closer }: TagGrammar): number {
  if (text.startsWith(closer, at)) return closer.length;
  const before = text[at];
  return (before === '-' || before === '/') && text.startsWith(closer, at + 1) ? closer.length + 1 : 0;
}

const isBreak = (text: string, at: number, grammar: TagGrammar): boolean =>
  isSpace(text.charCodeAt(at)) || closingLength(text, at, grammar) > 0;

function readArgument(
  text: string,
  start: number,
  limit: number,
  grammar: TagGrammar,
): { readonly argument: TagArgument; readonly end: number } | undefined {
  const name = /[A-Za-z_][\w-]*(?==[^=])/y;
  name.lastIndex = start;
  const named = name.exec(text)?.[0];
  const at = named === undefined ? start : start + named.length + 1;
  const quote = text[at];
  if (quote === '"' || quote === "'" || quote === '`') return readQuoted(text, at, limit, named, quote);
  let end = at;
  while (end < limit && !isBreak(text, end, grammar)) end += 1;
  if (end === at) return undefined;
  const argument: TagArgument = {
    name: named,
    span: { start: at, end },
    value: text.slice(at, end),
    isQuoted: false,
    escaping: 'shortcode-bare',
  };
  return { argument, end };
}

function readQuoted(text: string, at: number, limit: number, name: string | undefined, quote: string) {
  let end = at + 1;
  while (end < limit && text[end] !== quote) end += text[end] === '\\' && quote !== '`' ? 2 : 1;
  if (end >= limit) return undefined;
  const inner = text.slice(at + 1, end);
  const argument: TagArgument = {
    name,
    span: { start: at + 1, end },
    value: quote === '`' ? inner : inner.replace(/\\(["'\\])/g, '$1'),
    isQuoted: true,
    escaping: quote === '"' ? 'shortcode-double' : quote === "'" ? 'shortcode-single' : 'shortcode-bare',
  };
  return { argument, end: end + 1 };
}
