import type { DocumentPlace } from './asset.js';
import type { ImageFormat } from './image-format.js';
import type { PostEditRecord, RunRecord } from './ledger.js';
import type { Verdict } from './verdict.js';

/** What became of an image in a run, as far as the ledger knows; permanent, shown to people and scripts. */
export type ReportedOutcome =
  /** Its bytes stand in a store: stored by the run, or there already. */
  | 'moved'
  /** The provider copied it; nobody here has read it. */
  | 'copied'
  /** It has other bytes where it stood. */
  | 'replaced'
  /** Its new bytes have another name. */
  | 'renamed'
  /** The same bytes have another key in their store. */
  | 'archived'
  /** Posts name another address; its bytes were left alone. */
  | 'relinked'
  | 'undone'
  /** The run was killed over it: the next run finds out. */
  | 'unsettled'
  /** Found never to have been written. */
  | 'abandoned'
  /** Of a plan: to be moved, left out, without a way to go, there already. */
  | 'planned'
  | 'skipped'
  | 'failed'
  | 'in-place';

/** A picture made small, as a page embeds it. */
export interface Thumbnail {
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One image of a run. What the ledger does not know is left out. */
export interface ReportedImage {
  /** Its address as it was, a path from the working directory, or `STORE:KEY`. */
  readonly from: string;
  /** Host, or store; undefined for files. */
  readonly host?: string;
  /** What posts name now. */
  readonly to?: string;
  readonly key?: string;
  readonly outcome: ReportedOutcome;
  readonly bytesBefore?: number;
  readonly bytesAfter?: number;
  /** Whether its bytes are the same before and after. */
  readonly isSame?: boolean;
  /** After the run, pixels as oriented. */
  readonly format?: ImageFormat;
  readonly width?: number;
  readonly height?: number;
  /** What a check saw of the new address last, and when (epoch ms). */
  readonly check?: { readonly verdict: Verdict; readonly at: number };
  readonly places: readonly DocumentPlace[];
  readonly before?: Thumbnail;
  readonly after?: Thumbnail;
}

/** One link that a run changed. */
export interface ReportedEdit {
  readonly line: number;
  readonly column: number;
  /** As it stood in the post, and as it was written. */
  readonly old: string;
  readonly new: string;
  readonly image: ReportedImage;
}

export interface ReportedPost {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  readonly state: PostEditRecord['state'];
  /** What stands there now: what the run wrote, what was there before, something else, or no file that can be read. */
  readonly now: 'as-written' | 'as-before' | 'changed' | 'missing' | 'unreadable';
  readonly edits: readonly ReportedEdit[];
  /** As `git diff` writes it; undefined where the post has another text by now. */
  readonly diff?: string;
}

/** What a run did. */
export interface RunReport {
  readonly run: RunRecord;
  readonly images: readonly ReportedImage[];
  readonly posts: readonly ReportedPost[];
  /** Images that pictures were looked for, from the start of `images`. */
  readonly pictured: number;
}

/** Why an image is shown first. */
export type ImageConcern = 'failed' | 'broken' | 'warned' | 'unsettled' | 'grew';

/** What a person should look at, the gravest; undefined where all is well. */
export function concernOf({ check, outcome, bytesBefore, bytesAfter }: ReportedImage): ImageConcern | undefined {
  if (check?.verdict.level === 'broken') return 'broken';
  if (outcome === 'failed' || outcome === 'unsettled') return outcome;
  if (bytesBefore !== undefined && bytesAfter !== undefined && bytesAfter > bytesBefore) return 'grew';
  return check?.verdict.level === 'warn' ? 'warned' : undefined;
}

/** Bytes saved; undefined where a size is not known. */
export function savedBy({ bytesBefore, bytesAfter }: ReportedImage): number | undefined {
  return bytesBefore === undefined || bytesAfter === undefined ? undefined : bytesBefore - bytesAfter;
}
