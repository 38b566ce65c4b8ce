import { CARET, COLON, isMarkdownSpace, LEFT_BRACKET, RIGHT_BRACKET, skipSpacesAndTabs } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/**
 * Reads the `[^label]:` of a footnote definition (GitHub's footnotes, as cmark-gfm reads them) and the space after it.
 *
 * @returns whether there is one; if not, nothing is read
 */
export function readFootnoteLabel(line: LineCursor): boolean {
  const { text, nonspace } = line;
  if (line.codeAt(nonspace) !== LEFT_BRACKET || line.codeAt(nonspace + 1) !== CARET) return false;
  let at = nonspace + 2;
  while (at < line.end && !endsLabel(text.charCodeAt(at))) at++;
  if (at === nonspace + 2 || line.codeAt(at) !== RIGHT_BRACKET || line.codeAt(at + 1) !== COLON) return false;
  line.advanceFromNonspace(skipSpacesAndTabs(text, at + 2, line.end) - nonspace);
  return true;
}

const endsLabel = (code: number): boolean => code === RIGHT_BRACKET || code === LEFT_BRACKET || isMarkdownSpace(code);
