/** A place as editors show it: line and column from 1, the column in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Tells lines and columns of offsets in a text. It is read as far as was asked, since most documents name their images
 * near the top. LF, CRLF and a lone CR end a line (CommonMark 2.1).
 */
export function createLineIndex(text: string): (offset: number) => Place {
  const starts = [0];
  const startAfter = lineWalker(text);
  let next = startAfter(0);
  return (offset) => {
    for (; next <= offset; next = startAfter(next)) starts.push(next);
    const line = lineAt(starts, offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** Offsets at which lines start; the first is 0. */
export function lineStarts(text: string): readonly number[] {
  const starts: number[] = [];
  const startAfter = lineWalker(text);
  for (let start = 0; start <= text.length; start = startAfter(start)) starts.push(start);
  return starts;
}

/** Gives the start of the line after one that starts at an offset; infinity after the last. */
function lineWalker(text: string): (start: number) => number {
  if (!text.includes('\r')) {
    return (start) => {
      const feed = text.indexOf('\n', start);
      return feed < 0 ? Number.POSITIVE_INFINITY : feed + 1;
    };
  }
  const ending = /\r\n|\n|\r/g;
  return (start) => {
    ending.lastIndex = start;
    return ending.test(text) ? ending.lastIndex : Number.POSITIVE_INFINITY;
  };
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
