import type { ErrorReport } from './errors.js';
import type { Note } from './outcome.js';

/** The same bytes elsewhere. */
export interface Twin {
  /** The other store, as it is named. */
  readonly store: string;
  readonly key: string;
  readonly url?: string;
}

/** What is, or becomes, of an object that nothing refers to; permanent. */
export type OrphanState =
  | 'orphan'
  /** Not yet as old as it must be to be archived. */
  | 'too-young'
  | 'to-archive'
  | 'archived'
  | 'to-restore'
  | 'restored'
  | 'failed';

export interface Orphan {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch ms. */
  readonly lastModified?: number;
  readonly url?: string;
  readonly state: OrphanState;
  /** Key that it is archived under. */
  readonly archivedAs?: string;
  readonly twins: readonly Twin[];
  readonly error?: ErrorReport;
}

/** Where references were looked for. */
export interface LookedThrough {
  /** Text files on the disk. */
  readonly files: number;
  /** Text files of other branches that are none of those. */
  readonly branchFiles: number;
  /** Text objects of the store itself. */
  readonly objects: number;
}

export interface OrphansOutcome {
  readonly version: 1;
  readonly store: string;
  readonly dryRun: boolean;
  readonly run?: string;
  /** Objects that were looked at. */
  readonly objects: number;
  readonly looked: LookedThrough;
  readonly orphans: readonly Orphan[];
  readonly notes: readonly Note[];
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}

/** 0: orphans are no failure; 1: some could not be archived or restored. */
export const hasFailedOrphan = ({ orphans }: OrphansOutcome): boolean =>
  orphans.some(({ state }) => state === 'failed');
