import { COLON, isSpaceOrTab, LF } from '../../characters.js';
import { type LinkDestination, readLinkDestination } from './link-destination.js';
import { readLinkLabel } from './link-label.js';
import { readLinkTitle, skipLinkSpace } from './link-title.js';

export interface LinkReferenceDefinition {
  /** As it stands between its brackets. */
  readonly label: string;
  readonly destination: LinkDestination;
  /** After the line that it ends on. */
  readonly end: number;
}

/** Reads a link reference definition (CommonMark 4.7) at the start of a line of a paragraph's text. */
export function readLinkReferenceDefinition(text: string, start: number): LinkReferenceDefinition | undefined {
  const labelEnd = readLinkLabel(text, start);
  if (labelEnd < 0 || text.charCodeAt(labelEnd) !== COLON) return undefined;
  const destination = readLinkDestination(text, skipLinkSpace(text, labelEnd + 1));
  if (!destination || destination.after === destination.start) return undefined;
  const end = endAfterTitle(text, destination.after) ?? endOfLine(text, destination.after);
  const label = text.slice(start + 1, labelEnd - 1);
  return end === undefined || isBlank(label) ? undefined : { label, destination, end };
}

/** A label needs a character that is no whitespace. */
const isBlank = (label: string): boolean => /^[ \t\r\n]*$/.test(label);

/** A title that something follows on its line is none; if it began on a line of its own, the definition ends before. */
function endAfterTitle(text: string, after: number): number | undefined {
  const start = skipLinkSpace(text, after);
  const end = start > after ? readLinkTitle(text, start) : -1;
  return end < 0 ? undefined : endOfLine(text, end);
}

function endOfLine(text: string, start: number): number | undefined {
  let at = start;
  while (isSpaceOrTab(text.charCodeAt(at))) at++;
  if (at >= text.length) return at;
  return text.charCodeAt(at) === LF ? at + 1 : undefined;
}
