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
import type { Expressions } from './read-expression.js';

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
export function readJsxTag(expressions: Expressions, start: number): JsxTag | undefined {
  const { text } = expressions;
  const attributes = new Map<string, JsxValue>();
  const isClosing = text.charCodeAt(start + 1) === SLASH;
  const nameStart = isClosing ? skipSpace(text, start + 2) : start + 1;
  const nameEnd = skipName(text, nameStart);
  const name = isClosing ? '' : text.slice(nameStart, nameEnd);
  for (let at = nameEnd; at >= 0; ) {
    const next = skipSpace(text, at);
    const code = text.charCodeAt(next);
    if (code === GREATER_THAN) return { name, attributes, end: next + 1 };
    if (code === SLASH) return endsSelfClosed(text, next, { name, attributes });
    if (next === nameStart) return undefined; // a space after `<`: MDX takes it for text
    if (code === LEFT_BRACE) at = expressions.read(next);
    else if (startsName(code)) at = readAttribute(expressions, next, attributes);
    else return undefined;
  }
  return undefined;
}

function endsSelfClosed(text: string, slash: number, tag: Omit<JsxTag, 'end'>): JsxTag | undefined {
  const end = skipSpace(text, slash + 1);
  return text.charCodeAt(end) === GREATER_THAN ? { ...tag, end: end + 1 } : undefined;
}

/** After an attribute, which it remembers if it has a value; -1 where there is none. */
function readAttribute(expressions: Expressions, start: number, attributes: Map<string, JsxValue>): number {
  const { text } = expressions;
  const nameEnd = skipName(text, start);
  const equals = skipSpace(text, nameEnd);
  if (text.charCodeAt(equals) !== EQUALS) return nameEnd;
  const value = readValue(expressions, skipSpace(text, equals + 1));
  if (!value) return -1;
  attributes.set(text.slice(start, nameEnd), value);
  return value.kind === 'expression' ? value.end : value.end + 1;
}

function readValue(expressions: Expressions, start: number): JsxValue | undefined {
  const { text } = expressions;
  const code = text.charCodeAt(start);
  if (code === LEFT_BRACE) {
    const end = expressions.read(start);
    return end < 0 ? undefined : { kind: 'expression', start, end };
  }
  if (code !== QUOTE && code !== APOSTROPHE) return undefined;
  const end = text.indexOf(code === QUOTE ? '"' : "'", start + 1);
  return end < 0 ? undefined : { kind: code === QUOTE ? 'html-double' : 'html-single', start: start + 1, end };
}

function skipName(text: string, start: number): number {
  if (!startsName(text.charCodeAt(start))) return start;
  let at = start + 1;
  while (continuesName(text.charCodeAt(at))) at++;
  return at;
}

const startsName = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code === DOLLAR || code > 0x7f;

const continuesName = (code: number): boolean =>
  startsName(code) || isAlphanumeric(code) || code === DOT || code === COLON || code === HYPHEN;

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isMarkdownSpace(text.charCodeAt(at))) at++;
  return at;
}
