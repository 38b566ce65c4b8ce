import {
  BACKSLASH,
  DOLLAR,
  isAlphanumeric,
  isDigit,
  isMarkdownSpace,
  LEFT_BRACE,
  LEFT_BRACKET,
  RIGHT_BRACE,
  RIGHT_BRACKET,
} from '../../characters.js';
import type { ForwardSearch } from '../../forward-search.js';

/**
 * Skips a formula: `$$…$$`, or `$…$` by Pandoc's rule (`tex_math_dollars`): a character that is no space after the
 * opening dollar and before the closing one, and no digit after it. An image must never be lost to prices, so that
 * besides no letter or digit stands around it, no amount (`$5 `) follows the opening dollar, and it holds no bracket or
 * brace whose other half is outside.
 *
 * @param start where a dollar stands; must not shrink between calls with one `search`
 * @returns the formula's end; where there is none, the end of the run of dollars
 */
export function skipMath(text: string, start: number, search: ForwardSearch): number {
  let opened = start;
  while (text.charCodeAt(opened) === DOLLAR) opened++;
  const length = opened - start;
  if (length > 2 || isAlphanumeric(text.charCodeAt(start - 1))) return opened;
  if (length === 2) {
    const close = search.find('$$', opened);
    return close < 0 || crossesBrackets(text, opened, close) ? opened : close + 2;
  }
  if (isMarkdownSpace(text.charCodeAt(opened)) || isAmount(text, opened)) return opened;
  const close = search.find('$', opened);
  return close > 0 && closesMath(text, close) && !crossesBrackets(text, opened, close) ? close + 1 : opened;
}

function closesMath(text: string, close: number): boolean {
  const before = text.charCodeAt(close - 1);
  const after = text.charCodeAt(close + 1);
  return !isMarkdownSpace(before) && before !== BACKSLASH && after !== DOLLAR && !isAlphanumeric(after);
}

/** `5`, `1,200.50`: digits up to a space, a line's or the text's end. */
function isAmount(text: string, start: number): boolean {
  const amount = /[0-9][0-9.,]*[kKmM]?(?=[ \t\n!)\]]|$)/y;
  amount.lastIndex = start;
  return isDigit(text.charCodeAt(start)) && amount.test(text);
}

/** Braces balance in TeX as well; one that doesn't is of JSX around it. */
function crossesBrackets(text: string, start: number, end: number): boolean {
  let [brackets, braces] = [0, 0];
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === LEFT_BRACKET) brackets++;
    else if (code === LEFT_BRACE) braces++;
    else if (code === RIGHT_BRACKET && --brackets < 0) return true;
    else if (code === RIGHT_BRACE && --braces < 0) return true;
  }
  return brackets > 0 || braces > 0;
}
