import {
  APOSTROPHE,
  COLON,
  DOLLAR,
  DOT,
  EQUALS,
  GREATER_THAN,
  HYPHEN,
  isAlphanumeric,
  isLetter,
  isMarkdownSpace,
  LEFT_BRACE,
  QUOTE,
  SLASH,
  UNDERSCORE,
} from '../characters.js';
import { readExpression } from './read-expression.js';

/** A value in the text: of a string without its quotes, of an expression with its braces. */
export interface JsxValue {
  readonly kind: 'html-double' | 'html-single' | 'expression';
  readonly start: number;
  readonly end: number;
}

export interface JsxTag {
  /** As written, `Theme.Image`; empty for a fragment and for a closing tag. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, JsxValue>;
  readonly end: number;
}

/**
 * Reads a JSX tag (the JSX specification: JSXOpeningElement, JSXClosingElement, fragments).
 *
 * @param start where its `<` stands
 */
export function readJsxTag(text: string, start: number, limit: number): JsxTag | undefined {
  const attributes = new Map<string, JsxValue>();
  const isClosing = text.charCodeAt(start + 1) === SLASH;
  const nameStart = isClosing ? start + 2 : start + 1;
  const nameEnd = skipName(text, nameStart, limit);
  const name = isClosing ? '' : text.slice(nameStart, nameEnd);
  for (let at = nameEnd; at >= 0; ) {
    const next = skipSpace(text, at, limit);
    const code = text.charCodeAt(next);
    if (next >= limit) return undefined;
    if (code === GREATER_THAN) return { name, attributes, end: next + 1 };
    if (code === SLASH && text.charCodeAt(next + 1) === GREATER_THAN) return { name, attributes, end: next + 2 };
    if (code === LEFT_BRACE) at = readExpression(text, next, limit);
    else if (next > at && startsName(code)) at = readAttribute(text, next, limit, attributes);
    else return undefined;
  }
  return undefined;
}

/** After an attribute, which it remembers if it has a value; -1 where there is none. */
function readAttribute(text: string, start: number, limit: number, attributes: Map<string, JsxValue>): number {
  const nameEnd = skipName(text, start, limit);
  const equals = skipSpace(text, nameEnd, limit);
  if (text.charCodeAt(equals) !== EQUALS) return nameEnd;
  const from = skipSpace(text, equals + 1, limit);
  const value = readValue(text, from, limit);
  if (!value) return -1;
  attributes.set(text.slice(start, nameEnd), value);
  return value.kind === 'expression' ? value.end : value.end + 1;
}

function readValue(text: string, start: number, limit: number): JsxValue | undefined {
  const code = text.charCodeAt(start);
  if (code === LEFT_BRACE) {
    const end = readExpression(text, start, limit);
    return end < 0 ? undefined : { kind: 'expression', start, end };
  }
  if (code !== QUOTE && code !== APOSTROPHE) return undefined;
  const end = text.indexOf(code === QUOTE ? '"' : "'", start + 1);
  if (end < 0 || end >= limit) return undefined;
  return { kind: code === QUOTE ? 'html-double' : 'html-single', start: start + 1, end };
}

function skipName(text: string, start: number, limit: number): number {
  if (!startsName(text.charCodeAt(start))) return start;
  let at = start + 1;
  while (at < limit && continuesName(text.charCodeAt(at))) at++;
  return at;
}

const startsName = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code === DOLLAR || code > 0x7f;

const continuesName = (code: number): boolean =>
  startsName(code) || isAlphanumeric(code) || code === DOT || code === COLON || code === HYPHEN;

function skipSpace(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && isMarkdownSpace(text.charCodeAt(at))) at++;
  return at;
}
