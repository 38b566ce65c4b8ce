import type { Span } from '../../core/image-reference.js';
import type { LocatedScalar } from './located-scalar.js';

/**
 * Reads the single-line scalars of TOML 1.0: tables, arrays of tables, dotted and quoted keys, arrays and inline
 * tables. Multi-line strings are passed over.
 */
export function readTomlScalars(text: string, region: Span): readonly LocatedScalar[] {
  const reading: Reading = { text, end: region.end, at: region.start, depth: 0, scalars: [] };
  let table: readonly string[] = [];
  for (;;) {
    skipBlank(reading, true);
    if (reading.at >= reading.end) return reading.scalars;
    if (text[reading.at] === '[') {
      table = readTable(reading);
    } else if (!readPair(reading, table)) {
      skipLine(reading);
    }
  }
}

interface Reading {
  readonly text: string;
  readonly end: number;
  readonly scalars: LocatedScalar[];
  at: number;
  depth: number;
}

function skipBlank(reading: Reading, overLines: boolean): void {
  const { text, end } = reading;
  while (reading.at < end) {
    const character = text[reading.at] ?? '';
    if (character === '#' && overLines) skipLine(reading);
    else if (character === ' ' || character === '\t' || (overLines && /[\r\n]/.test(character))) reading.at += 1;
    else return;
  }
}

function skipLine(reading: Reading): void {
  const newline = reading.text.indexOf('\n', reading.at);
  reading.at = newline < 0 ? reading.end : Math.min(newline + 1, reading.end);
}

/** `[a.b]` or `[[a.b]]`; the reading goes on after the line. */
function readTable(reading: Reading): readonly string[] {
  while (reading.text[reading.at] === '[') reading.at += 1;
  const keys = readKeys(reading) ?? [];
  skipLine(reading);
  return keys;
}

const bareKey = /[\p{L}\p{N}_-]+/uy;

function readKeys(reading: Reading): readonly string[] | undefined {
  const keys: string[] = [];
  for (;;) {
    skipBlank(reading, false);
    const key = readKey(reading);
    if (key === undefined) return undefined;
    keys.push(key);
    skipBlank(reading, false);
    if (reading.text[reading.at] !== '.') return keys;
    reading.at += 1;
  }
}

function readKey(reading: Reading): string | undefined {
  const quoted = readString(reading);
  if (quoted) return quoted.value;
  bareKey.lastIndex = reading.at;
  const match = bareKey.exec(reading.text);
  if (!match) return undefined;
  reading.at = bareKey.lastIndex;
  return match[0];
}

function readPair(reading: Reading, table: readonly string[]): boolean {
  const keys = readKeys(reading);
  if (keys === undefined || reading.text[reading.at] !== '=') return false;
  reading.at += 1;
  skipBlank(reading, false);
  return readValue(reading, [...table, ...keys]);
}

function readValue(reading: Reading, path: readonly string[]): boolean {
  const { text } = reading;
  if (text.startsWith('"""', reading.at) || text.startsWith("'''", reading.at)) return skipMultiLine(reading);
  if (text[reading.at] === '[') return readItems(reading, ']', () => readValue(reading, path));
  if (text[reading.at] === '{') return readItems(reading, '}', () => readPair(reading, path));
  const string = readString(reading);
  if (string) {
    reading.scalars.push({ path, ...string });
    return true;
  }
  return readBare(reading, path);
}

/** No data of a person is deeper, and the reading must not run out of stack. */
const deepestNesting = 64;

function readItems(reading: Reading, close: string, readItem: () => boolean): boolean {
  if (reading.depth >= deepestNesting) {
    reading.at = reading.end;
    return false;
  }
  reading.depth += 1;
  const isClosed = readItemsInside(reading, close, readItem);
  reading.depth -= 1;
  return isClosed;
}

function readItemsInside(reading: Reading, close: string, readItem: () => boolean): boolean {
  reading.at += 1;
  for (;;) {
    skipBlank(reading, true);
    if (reading.at >= reading.end) return false;
    const character = reading.text[reading.at];
    if (character === close) {
      reading.at += 1;
      return true;
    }
    if (character === ',') reading.at += 1;
    else if (!readItem()) return false;
  }
}

function skipMultiLine(reading: Reading): boolean {
  const quotes = reading.text.slice(reading.at, reading.at + 3);
  const close = reading.text.indexOf(quotes, reading.at + 3);
  if (close < 0 || close >= reading.end) {
    reading.at = reading.end;
    return false;
  }
  reading.at = close + 3;
  while (reading.text[reading.at] === quotes[0]) reading.at += 1;
  return true;
}

const stringPattern = /"((?:[^"\\\r\n]|\\[^\r\n])*)"|'([^'\r\n]*)'/y;

function readString(reading: Reading): Omit<LocatedScalar, 'path'> | undefined {
  stringPattern.lastIndex = reading.at;
  const match = stringPattern.exec(reading.text);
  if (!match) return undefined;
  const span = { start: reading.at + 1, end: stringPattern.lastIndex - 1 };
  reading.at = stringPattern.lastIndex;
  if (match[2] !== undefined) return { span, value: match[2], escaping: 'toml-literal' };
  return { span, value: decodeBasic(match[1] ?? ''), escaping: 'toml-basic' };
}

const basicEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/** TOML 1.0, Strings: an unknown escape is a fault of the document; it stays as it is written. */
function decodeBasic(inner: string): string {
  return inner.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g,
    (written, short?: string, long?: string, letter?: string) => {
      if (letter !== undefined) return basicEscapes[letter] ?? written;
      const code = Number.parseInt(short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : written;
    },
  );
}

const barePattern = /[^\s,\]}#]+/y;

function readBare(reading: Reading, path: readonly string[]): boolean {
  barePattern.lastIndex = reading.at;
  const match = barePattern.exec(reading.text);
  if (!match) return false;
  const span = { start: reading.at, end: barePattern.lastIndex };
  reading.at = span.end;
  reading.scalars.push({ path, span, value: match[0], escaping: undefined });
  return true;
}
