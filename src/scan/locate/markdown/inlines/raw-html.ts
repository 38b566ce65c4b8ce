import {
  APOSTROPHE,
  BACKTICK,
  COLON,
  DOT,
  EQUALS,
  EXCLAMATION,
  FF,
  GREATER_THAN,
  HYPHEN,
  isAlphanumeric,
  isLetter,
  isMarkdownSpace,
  LESS_THAN,
  QUESTION,
  QUOTE,
  SLASH,
  SPACE,
  UNDERSCORE,
} from '../../characters.js';
import type { ForwardSearch } from '../../forward-search.js';

/**
 * Reads raw HTML (CommonMark 6.6): a tag, a comment, a processing instruction, a declaration or a CDATA section.
 *
 * @returns the end; -1 where there is none
 */
export function readRawHtml(text: string, start: number, search: ForwardSearch): number {
  const second = text.charCodeAt(start + 1);
  if (second === QUESTION) return endOf('?>', start + 2, search);
  if (second !== EXCLAMATION) return readRawTag(text, start);
  if (text.startsWith('<!-->', start)) return start + 5;
  if (text.startsWith('<!--->', start)) return start + 6;
  if (text.startsWith('<!--', start)) return endOf('-->', start + 4, search);
  if (text.startsWith('<![CDATA[', start)) return endOf(']]>', start + 9, search);
  return isLetter(text.charCodeAt(start + 2)) ? endOf('>', start + 2, search) : -1;
}

function endOf(closer: string, from: number, search: ForwardSearch): number {
  const found = search.find(closer, from);
  return found < 0 ? -1 : found + closer.length;
}

/** Reads an open or a closing tag (CommonMark 6.6); returns its end, -1 where there is none. */
export function readRawTag(text: string, start: number): number {
  return text.charCodeAt(start + 1) === SLASH ? readClosingTag(text, start) : readOpenTag(text, start);
}

function readClosingTag(text: string, start: number): number {
  const name = skipTagName(text, start + 2);
  if (name < 0) return -1;
  const at = skipSpace(text, name);
  return text.charCodeAt(at) === GREATER_THAN ? at + 1 : -1;
}

function readOpenTag(text: string, start: number): number {
  let at = skipTagName(text, start + 1);
  if (at < 0) return -1;
  for (;;) {
    const next = skipSpace(text, at);
    const code = text.charCodeAt(next);
    if (code === GREATER_THAN) return next + 1;
    if (code === SLASH) return text.charCodeAt(next + 1) === GREATER_THAN ? next + 2 : -1;
    if (next === at || !startsAttributeName(code)) return -1;
    at = skipAttribute(text, next);
    if (at < 0) return -1;
  }
}

function skipTagName(text: string, start: number): number {
  if (!isLetter(text.charCodeAt(start))) return -1;
  let at = start + 1;
  while (isAlphanumeric(text.charCodeAt(at)) || text.charCodeAt(at) === HYPHEN) at++;
  return at;
}

function skipAttribute(text: string, start: number): number {
  let at = start + 1;
  while (continuesAttributeName(text.charCodeAt(at))) at++;
  const equals = skipSpace(text, at);
  if (text.charCodeAt(equals) !== EQUALS) return at;
  return skipAttributeValue(text, skipSpace(text, equals + 1));
}

function skipAttributeValue(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  if (quote === QUOTE || quote === APOSTROPHE) {
    const end = text.indexOf(quote === QUOTE ? '"' : "'", start + 1);
    return end < 0 ? -1 : end + 1;
  }
  let at = start;
  while (at < text.length && continuesUnquotedValue(text.charCodeAt(at))) at++;
  return at > start ? at : -1;
}

const startsAttributeName = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code === COLON;

const continuesAttributeName = (code: number): boolean =>
  isAlphanumeric(code) || code === UNDERSCORE || code === COLON || code === DOT || code === HYPHEN;

const continuesUnquotedValue = (code: number): boolean =>
  code > SPACE &&
  code !== QUOTE &&
  code !== APOSTROPHE &&
  code !== EQUALS &&
  code !== LESS_THAN &&
  code !== GREATER_THAN &&
  code !== BACKTICK;

/** A line tabulation or form feed is no space to the spec, but both reference implementations take it for one here. */
const skipSpace = (text: string, start: number): number => {
  let at = start;
  while (isMarkdownSpace(text.charCodeAt(at)) || text.charCodeAt(at) === FF || text.charCodeAt(at) === 0x0b) at++;
  return at;
};
