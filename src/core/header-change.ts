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

export interface HeadersOutcome {
  readonly version: 1;
  readonly store: string;
  readonly dryRun: boolean;
  /** Objects that were looked at. */
  readonly objects: number;
  readonly changes: readonly HeaderChange[];
  readonly notes: readonly Note[];
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}
