import { BACKSLASH, COLON, HYPHEN, PIPE, skipRun, skipSpacesAndTabs, trimSpacesAndTabs } from '../../characters.js';
import type { Parts } from '../content.js';

/**
 * The parts of each cell of a table (GFM 4.10), row by row; cells beyond the header's are none.
 *
 * @param lines header, delimiter and other rows
 */
export function* cellsOf(document: string, lines: Parts): Generator<Parts> {
  const header = splitRow(document, lines[0] ?? 0, lines[1] ?? 0);
  yield* header;
  for (let at = 4; at < lines.length; at += 2) {
    const row = splitRow(document, lines[at] ?? 0, lines[at + 1] ?? 0);
    yield* row.slice(0, header.length);
  }
}

/** How many cells a delimiter row has (`| --- | :-: |`), 0 where the line is none. */
export function countDelimiterCells(document: string, start: number, end: number): number {
  const first = document.charCodeAt(start);
  if (first !== PIPE && first !== HYPHEN && first !== COLON) return 0;
  let at = first === PIPE ? start + 1 : start;
  let hasPipe = first === PIPE;
  let cells = 0;
  for (;;) {
    at = skipSpacesAndTabs(document, at, end);
    if (at === end && cells > 0) break;
    if (document.charCodeAt(at) === COLON) at++;
    const after = skipRun(document, at, end, HYPHEN);
    if (after === at) return 0;
    at = document.charCodeAt(after) === COLON ? after + 1 : after;
    at = skipSpacesAndTabs(document, at, end);
    cells++;
    if (at >= end) break;
    if (document.charCodeAt(at) !== PIPE) return 0;
    hasPipe = true;
    at++;
  }
  return cells > 1 || hasPipe ? cells : 0;
}

/** The cells of a row; a pipe in one is written `\|`, and its backslash is no part of the cell (GFM 4.10). */
export function splitRow(document: string, lineStart: number, lineEnd: number): Parts[] {
  let start = skipSpacesAndTabs(document, lineStart, lineEnd);
  const end = trimSpacesAndTabs(document, start, lineEnd);
  if (document.charCodeAt(start) === PIPE && start < end) start++;
  const cells: Parts[] = [];
  let parts: number[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const code = document.charCodeAt(at);
    if (code === PIPE) {
      cells.push([...parts, from, at]);
      parts = [];
      from = at + 1;
    } else if (code === BACKSLASH && at + 1 < end) {
      if (document.charCodeAt(at + 1) === PIPE) {
        parts.push(from, at);
        from = at + 1;
      }
      at++;
    }
  }
  if (from < end) cells.push([...parts, from, end]);
  return cells;
}
