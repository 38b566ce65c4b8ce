import { BACKSLASH, LEFT_BRACKET, RIGHT_BRACKET } from '../../characters.js';

/** CommonMark 6.3: a label has at most 999 characters inside the brackets. */
const longestLabel = 999;

/**
 * Reads a link label (CommonMark 6.3): brackets inside it are escaped.
 *
 * @returns the end, after the closing bracket; -1 where there is no label
 */
export function readLinkLabel(text: string, start: number): number {
  if (text.charCodeAt(start) !== LEFT_BRACKET) return -1;
  const limit = Math.min(text.length, start + longestLabel + 2);
  for (let at = start + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === RIGHT_BRACKET) return at + 1;
    if (code === LEFT_BRACKET) return -1;
    if (code === BACKSLASH) at++;
  }
  return -1;
}
