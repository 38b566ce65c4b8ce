import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { TextEdit } from '../core/image-reference.js';
import type { PostEditRecord } from '../core/ledger.js';
import type { PlannedEdit } from '../core/plan.js';
import { applyTextEdits, reverseTextEdits } from './apply-edits.js';
import type { Rescan } from './confirm-edits.js';
import { pairWritten } from './pair-written.js';
import { placeWritten } from './place-written.js';

export interface UndoRequest {
  /** The post as people know it, for errors. */
  readonly file: string;
  readonly record: PostEditRecord;
  /** The post as it stands now. */
  readonly text: string;
  readonly digest: Digest;
  /** All runs' edits of this post, oldest first. */
  readonly history: readonly PostEditRecord[];
  /** Asked only when the post was edited since. */
  readonly scan: Rescan;
}

/** An edit that was not taken back: its address is no longer there, or it can't be told which of several it is. */
export interface KeptEdit {
  readonly edit: PlannedEdit;
  readonly reason: 'changed' | 'ambiguous';
}

export interface Undoing {
  /** `exact`: the bytes from before the run; `unneeded`: they stand there already; `partial`: a hand edited the post since. */
  readonly kind: 'exact' | 'unneeded' | 'partial';
  readonly text: string;
  readonly restored: readonly PlannedEdit[];
  readonly kept: readonly KeptEdit[];
}

/**
 * What a post becomes when a run's edits are taken back. Unchanged since, it gets its exact bytes again; edited since,
 * only the references that still hold the address that the run wrote get back what stood there, and every other
 * character stays.
 *
 * @throws ImgferryError UNDO_SUPERSEDED {file, run} when a later run's edits of the same places stand
 */
export function undoEdits(request: UndoRequest): Undoing {
  const { record, text, digest } = request;
  if (digest === record.before) return { kind: 'unneeded', text, restored: [], kept: [] };
  if (digest === record.after) {
    return { kind: 'exact', text: applyTextEdits(text, reversalOf(record)), restored: record.edits, kept: [] };
  }
  refuseSuperseded(request);
  return undoPartly(request);
}

/** Whether a digest is of the text that a run wrote: so a post is found again that got another name. */
export const matchesAfter = (record: PostEditRecord, digest: Digest): boolean => record.after === digest;

function reversalOf({ edits, originals }: PostEditRecord): TextEdit[] {
  return reverseTextEdits(
    edits.flatMap((edit) => [...edit.edits]),
    originals.flat(),
  );
}

function refuseSuperseded({ file, record, history }: UndoRequest): void {
  const later = history.slice(history.findIndex(({ run }) => run === record.run) + 1);
  const written = record.edits.map((edit) => edit.edits[0].text);
  const successor = later.find(
    ({ state, edits }) =>
      (state === 'written' || state === 'planned') && edits.some(({ raw }) => written.some(holds(raw))),
  );
  if (successor) throw new ImgferryError('UNDO_SUPERSEDED', { file, run: successor.run });
}

/** What was written can have its own brackets or quotes around what a later scan takes for the destination. */
const holds =
  (raw: string) =>
  (written: string): boolean =>
    raw !== '' && (written === raw || written === `<${raw}>` || written === `"${raw}"`);

function undoPartly({ record, text, scan }: UndoRequest): Undoing {
  const { references, links } = scan(text);
  const written = placeWritten(record);
  const pairs = pairWritten(written, text, [...references, ...links]);
  const restored = written.filter(({ edit }) => pairs.places.has(edit));
  const changes = restored.flatMap(({ edit, parts }): TextEdit[] => {
    const at = pairs.places.get(edit) ?? 0;
    return parts.map(({ offset, text: now, original }) => {
      return { start: at + offset, end: at + offset + now.length, text: original };
    });
  });
  return {
    kind: 'partial',
    text: applyTextEdits(text, changes),
    restored: restored.map(({ edit }) => edit),
    kept: written.flatMap(({ edit }) => {
      if (pairs.places.has(edit)) return [];
      return [{ edit, reason: pairs.ambiguous.has(edit) ? 'ambiguous' : 'changed' } as const];
    }),
  };
}
