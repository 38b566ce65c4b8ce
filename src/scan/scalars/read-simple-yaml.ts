import type { Span } from '../../core/image-reference.js';
import type { LocatedScalar } from './located-scalar.js';
import { decodeYamlDouble } from './read-yaml-quoted.js';

/**
 * Reads the YAML that front matter is nearly always written in: block mappings and sequences whose scalars stand on
 * one line. It exists for speed, since a site has thousands of these and the whole of YAML costs a hundred times more.
 *
 * @returns undefined where anything else is met: then the whole of YAML must read it
 */
export function readSimpleYaml(text: string, region: Span): readonly LocatedScalar[] | undefined {
  const scalars: LocatedScalar[] = [];
  const open: OpenKey[] = [];
  let scalarColumn = Number.POSITIVE_INFINITY;
  let at = region.start;
  while (at < region.end) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= region.end ? region.end : newline + 1;
    const line = trimLine(text, at, next);
    if (line !== undefined && text[line.start] !== '#') {
      const column = line.start - at;
      // deeper than a scalar that already ended: it goes on over this line
      if (column > scalarColumn || !isSpaces(text, at, line.start)) return undefined;
      const entry = readEntry(text, line, at, open);
      if (entry === undefined) return undefined;
      scalarColumn = entry.hasValue ? entry.column : Number.POSITIVE_INFINITY;
      if (entry.scalar) scalars.push(entry.scalar);
    }
    at = next;
  }
  return scalars;
}

interface OpenKey {
  readonly column: number;
  readonly key: string;
}

interface Entry {
  readonly column: number;
  readonly hasValue: boolean;
  readonly scalar?: LocatedScalar;
}

/** The line without the white space around it; undefined for a blank one. */
function trimLine(text: string, from: number, to: number): Span | undefined {
  let start = from;
  let end = to;
  while (start < end && isWhite(text.charCodeAt(start))) start += 1;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end -= 1;
  return start === end ? undefined : { start, end };
}

const isWhite = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

/** YAML 1.2, 6.1: tabs are no indentation. */
function isSpaces(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (text.charCodeAt(at) !== 0x20) return false;
  return true;
}

// The colon must be followed by a space. Nearly all keys are plain ASCII words, which are quicker to read.
const asciiKey = /([A-Za-z0-9_$/.][A-Za-z0-9_$/.+-]*):(?=[ \r\n]|$)/y;
// A plain key of words, dots and dashes, in any script, or a quoted one without escapes.
const anyKey =
  /(?:"([^"\\\r\n]*)"|'([^'\r\n]*)'|([\p{L}\p{N}_$/.][\p{L}\p{N}\p{M}_$/.+-]*(?: [\p{L}\p{N}_]+)*)) *:(?=[ \r\n]|$)/uy;

function readKey(
  text: string,
  start: number,
  limit: number,
): { readonly text: string; readonly end: number } | undefined {
  for (const pattern of [asciiKey, anyKey]) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match && pattern.lastIndex <= limit) {
      return { text: match[1] ?? match[2] ?? match[3] ?? '', end: pattern.lastIndex };
    }
  }
  return undefined;
}

function readEntry(text: string, line: Span, lineStart: number, open: OpenKey[]): Entry | undefined {
  let start = line.start;
  const firstColumn = start - lineStart;
  const isItem = text[start] === '-' && (start + 1 === line.end || text[start + 1] === ' ');
  if (text.startsWith('---', start) || text.startsWith('...', start)) return undefined;
  closeKeys(open, firstColumn, isItem);
  while (text[start] === '-' && (start + 1 === line.end || text[start + 1] === ' ')) {
    start += 1;
    while (start < line.end && text[start] === ' ') start += 1;
  }
  if (start === line.end) return { column: firstColumn, hasValue: false };
  const key = readKey(text, start, line.end);
  if (!key) return isItem ? readValue(text, { start, end: line.end }, firstColumn, open) : undefined;
  const column = start - lineStart;
  closeKeys(open, column, false);
  open.push({ column, key: key.text });
  let valueStart = key.end;
  while (valueStart < line.end && text[valueStart] === ' ') valueStart += 1;
  return readValue(text, { start: valueStart, end: line.end }, column, open);
}

/** Leaves the keys that the line at this column stands under; an item may stand at its key's own column. */
function closeKeys(open: OpenKey[], column: number, isItem: boolean): void {
  for (;;) {
    const last = open.at(-1);
    if (last === undefined || last.column < column || (isItem && last.column === column)) return;
    open.pop();
  }
}

function readValue(text: string, rest: Span, column: number, open: readonly OpenKey[]): Entry | undefined {
  const first = text[rest.start];
  if (rest.start === rest.end || first === '#') return { column, hasValue: false };
  const path = open.map((entry) => entry.key);
  if (first === '"' || first === "'") return readQuoted(text, rest, column, path);
  if (first === '[' || first === '{') return isDullFlow(text, rest) ? { column, hasValue: true } : undefined;
  return readPlain(text, rest, column, path);
}

const plainIndicators = new Set([...'|>&*!%@`,]}?:-']);

function readPlain(text: string, rest: Span, column: number, path: readonly string[]): Entry | undefined {
  if (plainIndicators.has(text[rest.start] ?? '')) return undefined;
  const written = text.slice(rest.start, rest.end);
  const comment = written.indexOf(' #');
  const value = comment < 0 ? written : written.slice(0, comment).trimEnd();
  if (value.includes(': ') || value.endsWith(':') || value.includes('\t')) return undefined;
  const end = rest.start + value.length;
  return { column, hasValue: true, scalar: { path, span: { start: rest.start, end }, value, escaping: 'yaml-plain' } };
}

function readQuoted(text: string, rest: Span, column: number, path: readonly string[]): Entry | undefined {
  const quote = text[rest.start] ?? '';
  const close = quote === '"' ? closeDouble(text, rest) : closeSingle(text, rest);
  if (close === undefined) return undefined;
  const tail = text.slice(close + 1, rest.end);
  if (!/^(?:\s+#.*)?$/.test(tail)) return undefined;
  const span = { start: rest.start + 1, end: close };
  const inner = text.slice(span.start, span.end);
  const value = quote === '"' ? decodeYamlDouble(inner) : inner.replaceAll("''", "'");
  if (value === undefined) return undefined;
  const escaping = quote === '"' ? 'yaml-double' : 'yaml-single';
  return { column, hasValue: true, scalar: { path, span, value, escaping } };
}

function closeDouble(text: string, rest: Span): number | undefined {
  for (let at = rest.start + 1; at < rest.end; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return undefined;
}

function closeSingle(text: string, rest: Span): number | undefined {
  for (let at = rest.start + 1; at < rest.end; at += 1) {
    if (text[at] !== "'") continue;
    if (text[at + 1] !== "'") return at;
    at += 1;
  }
  return undefined;
}

/** A flow collection of plain words on one line, such as `[Linux, 笔记]`: nothing in it can be an address. */
function isDullFlow(text: string, rest: Span): boolean {
  return /^(?:\[[\p{L}\p{N}_ ,+-]*\]|\{\s*\})$/u.test(text.slice(rest.start, rest.end));
}
