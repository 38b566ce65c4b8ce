import type { Span } from '../../core/image-reference.js';

/** A fenced block: the fence's own line, and everything to the end of the closing one. */
export interface Fence extends Span {
  /** What stands after the fence characters on the first line. */
  readonly info: Span;
}

const opening = /^[ \t>]*(?:[-*+] +|\d+[.)] +)*(`{3,}(?=[^`\r\n]*(?:\r?$))|~{3,}|:{3,})([^\r\n]*)/gm;

/**
 * The fenced blocks of a text, outermost only. This is a line's view, without the blocks around it: enough to tell
 * whether a tag is shown or used, and asked only of texts that have such tags.
 *
 * @param kinds the characters that fences are made of: code, or MyST's `:` besides
 */
export function findFences(text: string, from: number, kinds: '`~' | '`~:'): readonly Fence[] {
  const fences: Fence[] = [];
  opening.lastIndex = from;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const marker = match[1] ?? '';
    if (!kinds.includes(marker[0] ?? '')) continue;
    const infoEnd = match.index + match[0].length;
    const end = closingEnd(text, infoEnd, marker);
    fences.push({ start: match.index, end, info: { start: infoEnd - (match[2]?.length ?? 0), end: infoEnd } });
    opening.lastIndex = end;
  }
  return fences;
}

/** CommonMark 4.5: as many of the same character or more, alone on a line; the end of the text closes as well. */
function closingEnd(text: string, from: number, marker: string): number {
  const closing = new RegExp(`^[ \\t>]*\\${marker[0]}{${marker.length},}[ \\t]*\\r?$`, 'gm');
  closing.lastIndex = from;
  return closing.exec(text) ? closing.lastIndex : text.length;
}
