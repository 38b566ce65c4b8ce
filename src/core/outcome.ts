import type { AssetOutcome } from './asset.js';
import type { ErrorReport } from './errors.js';

/** What became of one post. */
export interface PostOutcome {
  readonly file: string;
  /** References changed (or, in a dry run, that would change). */
  readonly edits: number;
  readonly state: 'planned' | 'edited' | 'unchanged' | 'refused' | 'restored';
  readonly error?: ErrorReport;
}

/** Something in a post that still points at a host being left. */
export interface LeftBehind {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly url: string;
  /** What it is: an image that failed, was skipped or is none of those that moved; a link; code, a comment or plain text. */
  readonly reason: 'failed' | 'skipped' | 'refused' | 'not-moved' | 'link' | 'text';
}

/** Something a person should know that is no error; the id is permanent, the sentence is in `messages/`. */
export interface Note {
  readonly id: NoteId;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** What there is to know of a CDN. */
export type CdnNoteId =
  | 'cdn-batch-uncertain'
  | 'cdn-not-sent-again'
  | 'cdn-waiting'
  | 'cdn-slowed-down'
  | 'cdn-other-hosts'
  | 'cdn-without-address'
  | 'cdn-after-run'
  | 'cdn-after-run-failed'
  /** While the run went on, for addresses that were answered as before. */
  | 'cdn-edge-refreshed';

/** What there is to know of a queue and its workers. */
export type QueueNoteId = 'queue-away' | 'queue-back' | 'queue-no-workers' | 'queue-other-workers';

export type NoteId =
  | CdnNoteId
  | QueueNoteId
  | 'generator-recognised'
  | 'definition-shared-with-link'
  | 'reference-ambiguous'
  | 'reference-not-found'
  | 'reference-local-only'
  | 'remote-not-optimized'
  | 'tag-needs-absolute'
  | 'public-address-probe'
  | 'overwrite-guard-missing'
  | 'forced-download'
  | 'key-template-without-digest'
  | 'clock-off'
  | 'config-line'
  | 'address-changed'
  | 'temp-files-swept'
  | 'proxy-hides-addresses'
  | 'processing-baked'
  | 'links-not-updated'
  | 'reference-kept-by-hand'
  | 'nothing-to-do'
  | 'nothing-to-verify'
  | 'nothing-changed'
  | 'nothing-to-prune'
  | 'remote-not-asked'
  | 'objects-without-image'
  | 'verdicts-not-recalled'
  | 'verdicts-not-remembered'
  | 'baseline-written'
  | 'baseline-kept'
  | 'images-not-seen'
  | 'archive-asked'
  | 'archive-serves'
  | 'archive-away'
  | 'names-not-followed'
  | 'still-named'
  | 'originals-kept'
  | 'text-unread'
  | 'twins-not-looked-for'
  | 'transfer-ways'
  | 'transfer-accounts'
  | 'copies-refused'
  | 'source-changed'
  | 'folder-markers'
  | 'headers-differ'
  | 'manifest-written'
  | 'uploads-abandoned';

export interface Totals {
  readonly images: number;
  readonly stored: number;
  readonly reused: number;
  readonly inPlace: number;
  readonly planned: number;
  readonly skipped: number;
  readonly failed: number;
  readonly posts: number;
  readonly postsEdited: number;
  readonly postsRefused: number;
  readonly edits: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Wall time in ms. */
  readonly elapsed: number;
}

/** What a run did, or would do; plain JSON, the source of every report and of the exit code. */
export interface Outcome {
  readonly version: 1;
  readonly command: string;
  /** Undefined for a dry run. */
  readonly run?: string;
  readonly dryRun: boolean;
  /** Two stores were compared; nothing is planned. */
  readonly isComparison?: true;
  /** Of very many that need nobody, `migrate` and `transfer` count in `totals` those that nobody asked to hold. */
  readonly images: readonly AssetOutcome[];
  readonly posts: readonly PostOutcome[];
  readonly leftBehind: readonly LeftBehind[];
  readonly notes: readonly Note[];
  readonly totals: Totals;
  /** The error that stopped the run before its end. */
  readonly stopped?: ErrorReport;
  /** Ctrl-C, SIGTERM. */
  readonly interrupted?: true;
}
