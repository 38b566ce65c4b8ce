import { type VerdictReason, verdictReasons } from '../core/verdict.js';
import { createLineIndex, lineStarts } from './line-index.js';
import { type ScanTextOptions, scanText } from './scan-document.js';

/** A comment that leaves the images of the next line out of a check. */
export interface IgnoreComment {
  /** From 1: the next line that is not empty, and the last line of a tag that begins on it. */
  readonly first: number;
  readonly last: number;
  /** Empty: all reasons. */
  readonly reasons: readonly VerdictReason[];
}

/**
 * Finds the comments `imgferry-ignore-next-line [reason…]`, as HTML or MDX has them. One that stands in code, or in
 * another comment, is none.
 */
export function findIgnoreComments(text: string, options: ScanTextOptions): readonly IgnoreComment[] {
  if (!text.includes('imgferry-ignore-next-line')) return [];
  const found = [...text.matchAll(comment)];
  const isRead = readPlaces(text, found, options);
  const placeOf = createLineIndex(text);
  const starts = lineStarts(text);
  return found
    .filter(({ index }) => isRead(index))
    .map(({ 0: written, 1: inHtml, 2: inMdx, index }) => {
      const first = nextLine(text, starts, placeOf(index + written.length).line);
      const last = placeOf(endOfTag(text, starts[first - 1] ?? text.length)).line;
      const words = (inHtml ?? inMdx ?? '').split(/[\s,]+/);
      return { first, last, reasons: verdictReasons.filter((reason) => words.includes(reason)) };
    });
}

const comment =
  /<!--\s*imgferry-ignore-next-line\b([\s\S]*?)--!?>|\{\/\*\s*imgferry-ignore-next-line\b([\s\S]*?)\*\/\s*\}/g;

/**
 * Which of these comments the document's own rules read. It is asked of the scan itself: an image is put into each
 * one's place, and where it isn't found, the place shows its characters as they stand.
 */
function readPlaces(
  text: string,
  comments: readonly RegExpExecArray[],
  options: ScanTextOptions,
): (index: number) => boolean {
  let probed = '';
  let end = 0;
  const probes = new Map<string, number>();
  for (const { 0: written, index } of comments) {
    const name = `imgferry-probe-${index}.png`;
    probes.set(name, index);
    probed += `${text.slice(end, index)}<img src="${name}"/>`;
    end = index + written.length;
  }
  const { references } = scanText(probed + text.slice(end), { ...options, links: false });
  const read = new Set(references.map(({ raw }) => probes.get(raw)));
  return (index) => read.has(index);
}

/** After a line, the next that has something on it; both from 1. */
function nextLine(text: string, starts: readonly number[], line: number): number {
  let next = line + 1;
  while (next < starts.length && text.slice(starts[next - 1], starts[next]).trim() === '') next += 1;
  return next;
}

/** Where a tag ends that begins at the start of a line; else where the line starts. */
function endOfTag(text: string, start: number): number {
  const tag = /[ \t>]*<[A-Za-z][^>]*>/y;
  tag.lastIndex = start;
  return tag.test(text) ? tag.lastIndex - 1 : start;
}
