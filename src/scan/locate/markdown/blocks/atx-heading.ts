import { HASH, isSpaceOrTab, skipRun, skipSpacesAndTabs, trimSpacesAndTabs } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** The content of an ATX heading (CommonMark 4.2) as start and end, without its closing sequence. */
export function readAtxHeading(line: LineCursor): readonly [start: number, end: number] | undefined {
  const { text, end, nonspace } = line;
  const after = skipRun(text, nonspace, end, HASH);
  const level = after - nonspace;
  if (level < 1 || level > 6 || (after < end && !isSpaceOrTab(text.charCodeAt(after)))) return undefined;
  const start = skipSpacesAndTabs(text, after, end);
  return [start, withoutClosingSequence(text, start, trimSpacesAndTabs(text, start, end))];
}

function withoutClosingSequence(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === HASH) at--;
  const isClosing = at < end && (at === start || isSpaceOrTab(text.charCodeAt(at - 1)));
  return isClosing ? trimSpacesAndTabs(text, start, at) : end;
}
