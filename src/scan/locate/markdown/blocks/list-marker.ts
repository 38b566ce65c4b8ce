import {
  ASTERISK,
  DOT,
  HYPHEN,
  isDigit,
  isSpaceOrTab,
  PLUS,
  RIGHT_PAREN,
  skipSpacesAndTabs,
} from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

const mostDigits = 9;

/**
 * Reads a list marker (CommonMark 5.2) and the space after it.
 *
 * @param interruptsParagraph whether the item would end a paragraph: then it may not be empty and must start at 1
 * @returns the columns that the item's lines are indented by; undefined, and nothing read, where there is no marker
 */
export function readListMarker(line: LineCursor, interruptsParagraph: boolean): number | undefined {
  const width = markerWidth(line, interruptsParagraph);
  const after = line.nonspace + width;
  if (width === 0 || (after < line.end && !isSpaceOrTab(line.codeAt(after)))) return undefined;
  if (interruptsParagraph && skipSpacesAndTabs(line.text, after, line.end) === line.end) return undefined;
  const { indent } = line;
  line.advanceFromNonspace(width);
  // An item that begins with indented code, or with a blank line, takes one space only.
  const spaces = line.isBlank || line.indent > line.deepestIndent + 1 ? 1 : line.indent;
  line.advanceColumns(spaces);
  return indent + width + spaces;
}

function markerWidth(line: LineCursor, interruptsParagraph: boolean): number {
  const first = line.codeAt(line.nonspace);
  if (first === HYPHEN || first === ASTERISK || first === PLUS) return 1;
  let digits = 0;
  while (digits <= mostDigits && isDigit(line.codeAt(line.nonspace + digits))) digits++;
  if (digits === 0 || digits > mostDigits) return 0;
  const delimiter = line.codeAt(line.nonspace + digits);
  if (delimiter !== DOT && delimiter !== RIGHT_PAREN) return 0;
  const startsAt = Number(line.text.slice(line.nonspace, line.nonspace + digits));
  return interruptsParagraph && startsAt !== 1 ? 0 : digits + 1;
}
