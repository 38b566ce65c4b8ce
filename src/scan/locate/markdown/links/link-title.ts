import {
  APOSTROPHE,
  BACKSLASH,
  isMarkdownSpace,
  isSpaceOrTab,
  LEFT_PAREN,
  QUOTE,
  RIGHT_PAREN,
} from '../../characters.js';

/**
 * Reads a link title (CommonMark 6.3): in double or single quotes or in parentheses.
 *
 * @returns the end, after the closing character; -1 where there is no title
 */
export function readLinkTitle(text: string, start: number): number {
  const opener = text.charCodeAt(start);
  const closer = opener === LEFT_PAREN ? RIGHT_PAREN : opener;
  if (opener !== QUOTE && opener !== APOSTROPHE && opener !== LEFT_PAREN) return -1;
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === closer) return at + 1;
    if (code === LEFT_PAREN && opener === LEFT_PAREN) return -1;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

/** Spaces, tabs and up to one line ending: what may stand between the parts of a link. */
export function skipLinkSpace(text: string, start: number): number {
  let at = start;
  let lines = 0;
  while (at < text.length && isMarkdownSpace(text.charCodeAt(at))) {
    if (!isSpaceOrTab(text.charCodeAt(at)) && ++lines > 1) break;
    at++;
  }
  return at;
}
