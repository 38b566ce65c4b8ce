import { ImgferryError } from '../core/errors.js';
import type { ImageReference } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import { findFrontMatter } from '../scan/front-matter/find-front-matter.js';
import type { ScannedText } from '../scan/scan-document.js';
import { loadCommonMark } from './commonmark-destinations.js';
import { type Disagreement, disagreementOfCommonMark } from './confirm-by-commonmark.js';
import { disagreementOfRescan } from './confirm-by-rescan.js';

/** What a scan of a text as if it stood at the post's place gives; references and links in the order of the text. */
export type Rescan = (text: string) => {
  readonly format: ScannedText['format'];
  readonly references: readonly ImageReference[];
  readonly links: readonly ImageReference[];
};

export interface Confirmation {
  /** For the error's facts. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly PlannedEdit[];
  readonly rescan: Rescan;
}

/**
 * Takes two opinions on edits before they are written: a second scan must see each planned address in its place and
 * all else unchanged, and commonmark.js the same images and links but for the planned ones. For HTML, front matter,
 * tags, data and MDX (a `.md` of Docusaurus too) only the scan speaks.
 *
 * @throws ImgferryError EDIT_NOT_CONFIRMED {file, line, expected, found, parser: 'rescan' | 'commonmark'}
 */
export async function confirmEdits({ file, before, after, edits, rescan }: Confirmation): Promise<void> {
  const scanned = rescan(before);
  const standing = allOf(scanned);
  const refused = disagreementOfRescan(standing, allOf(rescan(after)), edits);
  if (refused) throw notConfirmed(file, refused, 'rescan');
  if (scanned.format !== 'markdown') return;

  const list = await loadCommonMark();
  const starts = new Map(standing.map((reference) => [reference.span.start, reference]));
  const edited = edits.flatMap((edit) => {
    const reference = starts.get(edit.edits[0].start);
    return reference ? [{ edit, reference }] : [];
  });
  const start = findFrontMatter(before)?.end ?? 0;
  const end = start + growthBefore(start, edits);
  const body = { before: before.slice(start), after: after.slice(end), linesAbove: linesIn(after.slice(0, end)) };
  const doubted = disagreementOfCommonMark(body, edited, list);
  if (doubted) throw notConfirmed(file, doubted, 'commonmark');
}

function allOf({ references, links }: Pick<ScannedText, 'references' | 'links'>): ImageReference[] {
  return [...references, ...links].sort((a, b) => a.span.start - b.span.start);
}

function growthBefore(position: number, edits: readonly PlannedEdit[]): number {
  const changes = edits.flatMap((edit) => edit.edits).filter(({ end }) => end <= position);
  return changes.reduce((growth, { start, end, text }) => growth + text.length - (end - start), 0);
}

const linesIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1;

function notConfirmed(file: string, facts: Disagreement, parser: 'rescan' | 'commonmark'): ImgferryError {
  return new ImgferryError('EDIT_NOT_CONFIRMED', { file, ...facts, parser });
}
