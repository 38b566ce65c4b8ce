import type { Asset, AssetOutcome, DocumentPlace, Identity } from './asset.js';
import type { Digest } from './digest.js';
import type { ErrorReport } from './errors.js';
import type { ReferenceSyntax, TextEdit } from './image-reference.js';

/** One reference's change in one post. */
export interface PlannedEdit {
  readonly identity: Identity;
  readonly syntax: ReferenceSyntax;
  readonly line: number;
  readonly column: number;
  /** The destination as it stands, and the address that takes its place, decoded. */
  readonly raw: string;
  readonly address: string;
  /** What changes in the text: the destination's span first, then what changes along with it. Spans do not overlap. */
  readonly edits: readonly [TextEdit, ...TextEdit[]];
}

export interface PlannedPost {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Of the bytes that the spans were read from; an edit is refused when the file has others by then. */
  readonly digest: Digest;
  readonly edits: readonly PlannedEdit[];
}

/** What was prepared for one image: its bytes wait in the spool, or stand in the store already. */
export interface PlannedAsset extends Asset {
  readonly state: 'planned' | 'in-place' | 'skipped' | 'failed';
  readonly reason?: string;
  /** Of the bytes to store. */
  readonly digest?: Digest;
  readonly bytesBefore?: number;
  readonly bytesAfter?: number;
  readonly key?: string;
  readonly publicUrl?: string;
  readonly error?: ErrorReport;
  /** Where posts name it; given for an image that failed. */
  readonly places?: readonly DocumentPlace[];
}

/** A planned asset as an outcome tells it. */
export function outcomeOfPlanned(asset: PlannedAsset): AssetOutcome {
  const { source: _source, naming: _naming, digest: _digest, choice: _choice, ...outcome } = asset;
  return outcome;
}

/** What a run would do, as plain JSON; `apply` carries it out. */
export interface Plan {
  readonly version: 1;
  readonly command: 'migrate';
  /** ISO 8601. */
  readonly createdAt: string;
  /** The settings that decide the result, under the configuration's names; never a secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly assets: readonly PlannedAsset[];
  readonly posts: readonly PlannedPost[];
}
