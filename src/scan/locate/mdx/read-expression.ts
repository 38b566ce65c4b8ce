import {
  APOSTROPHE,
  ASTERISK,
  BACKSLASH,
  BACKTICK,
  DOLLAR,
  LEFT_BRACE,
  LF,
  QUOTE,
  RIGHT_BRACE,
  SLASH,
} from '../characters.js';

/**
 * Reads a JavaScript expression in braces by its brackets, strings, templates and comments (ECMA-262, 12.4 and 12.9).
 * A regular expression that holds a quote or a brace is the one thing it misreads.
 *
 * @param start where the opening brace stands
 * @returns the end, after the closing brace; -1 where there is none
 */
export function readExpression(text: string, start: number, limit: number): number {
  let depth = 0;
  for (let at = start; at < limit && at >= 0; ) {
    const code = text.charCodeAt(at);
    if (code === LEFT_BRACE) {
      depth++;
      at++;
    } else if (code === RIGHT_BRACE) {
      at++;
      if (--depth === 0) return at;
    } else at = skipToken(text, at, limit);
  }
  return -1;
}

/** After a string, a template, a comment or one character; -1 where the text ends in it. */
export function skipToken(text: string, at: number, limit: number): number {
  const code = text.charCodeAt(at);
  if (code === QUOTE || code === APOSTROPHE) return skipString(text, at, limit);
  if (code === BACKTICK) return skipTemplate(text, at, limit);
  if (code !== SLASH) return at + 1;
  const second = text.charCodeAt(at + 1);
  if (second === ASTERISK) return afterNext(text, '*/', at + 2);
  return second === SLASH ? afterNext(text, '\n', at + 2) : at + 1;
}

/** A string ends at its quote; one that its line doesn't close is an apostrophe in JSX text. */
function skipString(text: string, start: number, limit: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === LF) return start + 1;
    if (code === BACKSLASH) at++;
  }
  return start + 1;
}

function skipTemplate(text: string, start: number, limit: number): number {
  for (let at = start + 1; at < limit && at >= 0; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKTICK) return at + 1;
    if (code === BACKSLASH) at++;
    else if (code === DOLLAR && text.charCodeAt(at + 1) === LEFT_BRACE) {
      const end = readExpression(text, at + 1, limit);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}

function afterNext(text: string, closer: string, from: number): number {
  const found = text.indexOf(closer, from);
  return found < 0 ? -1 : found + closer.length;
}
