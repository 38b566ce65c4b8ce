/** A place as editors show it: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Tells lines and columns of offsets in a text. The table of lines is made on the first question, since most documents
 * are never asked. LF, CRLF and a lone CR end a line (CommonMark 2.1).
 */
export function createLineIndex(text: string): (offset: number) => Place {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lineAt(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** Offsets at which lines start; the first is 0. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const hasCarriageReturn = text.includes('\r');
  if (!hasCarriageReturn) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** Index of the last start that is not after the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
