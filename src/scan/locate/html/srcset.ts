import { COMMA, isHtmlSpace, LEFT_PAREN, RIGHT_PAREN } from '../characters.js';

/** Where the addresses of a `srcset` stand: HTML 4.8.4.2.2, "parse a srcset attribute". */
export function findSrcsetAddresses(
  text: string,
  start: number,
  end: number,
): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  let at = start;
  for (;;) {
    while (at < end && (isHtmlSpace(text.charCodeAt(at)) || text.charCodeAt(at) === COMMA)) at++;
    if (at >= end) return found;
    const from = at;
    while (at < end && !isHtmlSpace(text.charCodeAt(at))) at = expressionEnd(text, at, end) ?? at + 1;
    let to = at;
    while (to > from && text.charCodeAt(to - 1) === COMMA) to--;
    found.push([from, to]);
    if (to === at) at = skipDescriptors(text, at, end);
  }
}

const expression = /\{(?:\{[^{}]{0,500}\}|%[^{}]{0,500}%)\}/y;

/** Past a template's expression, whose spaces are gone before a browser sees the list. */
function expressionEnd(text: string, start: number, end: number): number | undefined {
  if (text[start] !== '{') return undefined;
  expression.lastIndex = start;
  expression.test(text);
  return expression.lastIndex > start && expression.lastIndex <= end ? expression.lastIndex : undefined;
}

/** To after the comma that ends a candidate's descriptors; commas in parentheses don't. */
function skipDescriptors(text: string, start: number, end: number): number {
  let isInParentheses = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === LEFT_PAREN) isInParentheses = true;
    else if (code === RIGHT_PAREN) isInParentheses = false;
    else if (code === COMMA && !isInParentheses) return at + 1;
  }
  return end;
}
