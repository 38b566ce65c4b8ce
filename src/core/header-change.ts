import type { ErrorReport } from './errors.js';
import type { Note } from './outcome.js';
import type { ObjectHeaders } from './storage.js';

/** An object whose headers are not as they should be, and what became of them. */
export interface HeaderChange {
  readonly key: string;
  readonly url?: string;
  readonly state: 'planned' | 'changed' | 'failed';
  /** Those that differ, as they were; one that was not there is missing. */
  readonly before: ObjectHeaders;
  readonly after: ObjectHeaders;
  readonly error?: ErrorReport;
}

/** What a run did to an object's headers, as the ledger keeps it: what undo puts back. */
export interface HeaderChangeRecord extends Pick<HeaderChange, 'key' | 'before' | 'after'> {
  readonly run: string;
  readonly store: string;
  /** `planned` is recorded before the store is asked, `written` after; `abandoned`: found never to have been done. */
  readonly state: 'planned' | 'written' | 'undone' | 'abandoned';
}

export interface HeadersOutcome {
  readonly version: 1;
  /** Undefined for a plan. */
  readonly run?: string;
  readonly store: string;
  readonly dryRun: boolean;
  /** Objects that were looked at. */
  readonly objects: number;
  readonly changes: readonly HeaderChange[];
  readonly notes: readonly Note[];
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}
