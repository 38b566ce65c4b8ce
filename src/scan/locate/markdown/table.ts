import { BACKSLASH, COLON, HYPHEN, PIPE, skipRun, skipSpacesAndTabs, trimSpacesAndTabs } from '../characters.js';
import type { Parts } from './content.js';

/** A paragraph's lines as GFM 4.10 reads them. */
export interface Table {
  /** Lines before the header row: a paragraph. */
  readonly before: Parts;
  /** Parts of each cell, header's first, row by row; cells beyond the header's are none. */
  readonly cells: readonly Parts[];
}

/** Finds the table that a paragraph's lines hold: a header row and below it a delimiter row with as many cells. */
export function findTable(document: string, lines: Parts): Table | undefined {
  for (let at = 2; at < lines.length; at += 2) {
    const width = countDelimiterCells(document, lines[at] ?? 0, lines[at + 1] ?? 0);
    if (width === 0) continue;
    const header = splitRow(document, lines[at - 2] ?? 0, lines[at - 1] ?? 0);
    if (header.length !== width) continue;
    const cells = [...header];
    for (let row = at + 2; row < lines.length; row += 2)
      cells.push(...splitRow(document, lines[row] ?? 0, lines[row + 1] ?? 0).slice(0, width));
    return { before: lines.slice(0, at - 2), cells };
  }
  return undefined;
}

/** How many cells a delimiter row has (`| --- | :-: |`), 0 where the line is none. */
function countDelimiterCells(document: string, start: number, end: number): number {
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
function splitRow(document: string, lineStart: number, lineEnd: number): Parts[] {
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
