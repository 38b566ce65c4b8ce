import { APOSTROPHE, EQUALS, GREATER_THAN, isHtmlSpace, QUOTE, SLASH } from '../characters.js';

/** An attribute's value in the text, without its quotes. */
export interface AttributeValue {
  readonly start: number;
  readonly end: number;
  readonly quoting: 'html-double' | 'html-single' | 'html-unquoted';
}

export interface StartTag {
  /** In lower case. */
  readonly name: string;
  /** Values by name in lower case, of the attributes that were asked for; the first of a name counts. */
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly end: number;
}

/**
 * Reads a start tag as the WHATWG tokenizer does (HTML 13.2.5.6 to 13.2.5.40): whatever stands in it, it goes on to
 * its `>`.
 *
 * @param start where its `<` stands, which a letter follows
 * @returns undefined where the text ends before the tag does: then there is no tag
 */
export function readStartTag(
  text: string,
  start: number,
  limit: number,
  wanted: ReadonlySet<string>,
): StartTag | undefined {
  const nameEnd = skipName(text, start + 1, limit, false);
  const attributes = new Map<string, AttributeValue>();
  let at = nameEnd;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN) return { name: text.slice(start + 1, nameEnd).toLowerCase(), attributes, end: at + 1 };
    if (code === SLASH || isHtmlSpace(code)) {
      at++;
      continue;
    }
    // An attribute's name can begin with `=`.
    const end = skipName(text, at + 1, limit, true);
    const value = readValue(text, end, limit);
    if (value) {
      const name = text.slice(at, end).toLowerCase();
      if (wanted.has(name) && !attributes.has(name)) attributes.set(name, value);
    }
    at = value ? value.end + (value.quoting === 'html-unquoted' ? 0 : 1) : end;
  }
  return undefined;
}

function skipName(text: string, start: number, limit: number, isAttribute: boolean): number {
  let at = start;
  for (; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN || code === SLASH || isHtmlSpace(code) || (isAttribute && code === EQUALS)) break;
  }
  return at;
}

function readValue(text: string, nameEnd: number, limit: number): AttributeValue | undefined {
  const equals = skipHtmlSpace(text, nameEnd, limit);
  if (equals >= limit || text.charCodeAt(equals) !== EQUALS) return undefined;
  const start = skipHtmlSpace(text, equals + 1, limit);
  const quote = text.charCodeAt(start);
  if (quote === QUOTE || quote === APOSTROPHE) {
    const close = text.indexOf(quote === QUOTE ? '"' : "'", start + 1);
    const end = close < 0 || close > limit ? limit : close;
    return { start: start + 1, end, quoting: quote === QUOTE ? 'html-double' : 'html-single' };
  }
  let end = start;
  while (end < limit && text.charCodeAt(end) !== GREATER_THAN && !isHtmlSpace(text.charCodeAt(end))) end++;
  return { start, end, quoting: 'html-unquoted' };
}

export function skipHtmlSpace(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && isHtmlSpace(text.charCodeAt(at))) at++;
  return at;
}
