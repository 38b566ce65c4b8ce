import type { PostEditRecord } from '../core/ledger.js';
import type { PlannedEdit } from '../core/plan.js';
import { spansAfter } from './apply-edits.js';

/** What an edit left in the text. */
export interface WrittenEdit {
  readonly edit: PlannedEdit;
  /** Where the new destination stood in the text that the run wrote. */
  readonly start: number;
  /** The destination's first, at offset 0. */
  readonly parts: readonly WrittenPart[];
}

export interface WrittenPart {
  /** From the destination's start. */
  readonly offset: number;
  readonly text: string;
  readonly original: string;
}

/** Where a run's edits stood when it had written them, in the order of the text. */
export function placeWritten({ edits, originals }: PostEditRecord): WrittenEdit[] {
  const starts = spansAfter(edits.flatMap((edit) => [...edit.edits])).map(({ start }) => start);
  const placed = edits.map((edit, index) => {
    const own = starts.splice(0, edit.edits.length);
    const start = own[0] ?? 0;
    const parts = edit.edits.map(({ text }, part) => {
      return { offset: (own[part] ?? start) - start, text, original: originals[index]?.[part] ?? '' };
    });
    return { edit, start, parts };
  });
  return placed.sort((a, b) => a.start - b.start);
}
