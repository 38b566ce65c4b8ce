import {
  BACKSLASH,
  DELETE,
  GREATER_THAN,
  isControl,
  isMarkdownSpace,
  isPunctuation,
  LEFT_PAREN,
  LESS_THAN,
  LF,
  RIGHT_PAREN,
} from '../../characters.js';

/** Where a destination stands: `start` and `end` without angle brackets, `after` with them. */
export interface LinkDestination {
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly form: 'markdown-angle' | 'markdown-bare';
}

/** CommonMark 6.3 asks for three levels of parentheses at least; without a limit, many openers cost the square. */
const deepestParentheses = 16;

/** Reads a link destination (CommonMark 6.3); a bare one may be empty only before `)`. */
export function readLinkDestination(text: string, start: number): LinkDestination | undefined {
  if (text.charCodeAt(start) === LESS_THAN) return readAngleDestination(text, start);
  return readBareDestination(text, start);
}

function readAngleDestination(text: string, start: number): LinkDestination | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === GREATER_THAN) return { start: start + 1, end: at, after: at + 1, form: 'markdown-angle' };
    if (code === LESS_THAN || code === LF) return undefined;
    if (code === BACKSLASH && isPunctuation(text.charCodeAt(at + 1))) at++;
  }
  return undefined;
}

function readBareDestination(text: string, start: number): LinkDestination | undefined {
  let depth = 0;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > RIGHT_PAREN && code !== BACKSLASH && code !== DELETE) continue;
    if (isMarkdownSpace(code)) break;
    if (isControl(code)) return undefined;
    if (code === BACKSLASH) {
      if (isPunctuation(text.charCodeAt(at + 1))) at++;
    } else if (code === LEFT_PAREN) {
      if (++depth > deepestParentheses) return undefined;
    } else if (code === RIGHT_PAREN) {
      if (depth === 0) break;
      depth--;
    }
  }
  const isEmpty = at === start;
  if (depth > 0 || (isEmpty && text.charCodeAt(at) !== RIGHT_PAREN)) return undefined;
  return { start, end: at, after: at, form: 'markdown-bare' };
}
