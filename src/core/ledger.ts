import type { Identity } from './asset.js';
import type { CdnAction, CdnSubmission, CdnTarget } from './cdn.js';
import type { Digest } from './digest.js';
import type { HeaderChangeRecord } from './header-change.js';
import type { ImageFormat } from './image-format.js';
import type { ImageLook } from './image-look.js';
import type { ObjectKey } from './object-key.js';
import type { PlannedEdit } from './plan.js';
import type { Replacement, ReplacementId, ReplacementState } from './replacement.js';
import type { Checksum } from './storage.js';

export interface FetchedRecord {
  readonly digest: Digest;
  readonly size: number;
}

export interface PreparedRecord {
  readonly digest: Digest;
  readonly size: number;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  readonly reason: string;
}

export interface ObjectRecord {
  readonly key: ObjectKey;
  readonly digest: Digest;
  readonly size: number;
  readonly contentType: string;
  /** Epoch ms of the last read-back from the public address; undefined: never. */
  readonly publicVerifiedAt?: number;
}

/** An object that was copied inside its provider: nobody here has read it. */
export interface CopiedRecord {
  readonly key: ObjectKey;
  readonly size: number;
  readonly contentType: string;
  /** What the provider says of its bytes. */
  readonly checksum: Checksum;
}

/** An upload in parts that was begun and not ended. */
export interface UploadRecord {
  readonly key: ObjectKey;
  /** The provider's name of it. */
  readonly id: string;
  /** What was being put: the body's digest, or the copied object's ETag. */
  readonly content: string;
  /** Bytes; of every part but the last. */
  readonly partSize: number;
}

/** Uploads in parts, so that a rerun goes on where they stopped. Durable at once. */
export interface UploadLedger {
  uploadOf(store: string, key: ObjectKey): UploadRecord | undefined;
  uploads(store: string): readonly UploadRecord[];
  recordUpload(store: string, record: UploadRecord): void;
  forgetUpload(store: string, key: ObjectKey): void;
}

/** What was done to images. Every record is made after the fact; a rerun starts at the first that is missing. */
export interface AssetLedger {
  fetched(identity: Identity): FetchedRecord | undefined;
  recordFetched(identity: Identity, record: FetchedRecord): void;
  prepared(source: Digest, fingerprint: string): PreparedRecord | undefined;
  recordPrepared(source: Digest, fingerprint: string, record: PreparedRecord): void;
  /** What a source became when it became these bytes, under whatever settings. */
  preparedAs(source: Digest, digest: Digest): PreparedRecord | undefined;
  /** The format in which these bytes came out of an encoder here, under whatever settings; undefined: they did not. */
  encodedHere(digest: Digest): ImageFormat | undefined;
  /** The key that a content has in a store, for ever. */
  objectOf(store: string, digest: Digest): ObjectRecord | undefined;
  objectAt(store: string, key: ObjectKey): ObjectRecord | undefined;
  /** Whether it is on record what stands under a key, read here or copied inside the provider. */
  knowsObject(store: string, key: ObjectKey): boolean;
  /** Those of these keys that have no object on record. */
  keysWithoutObject(store: string, keys: Iterable<ObjectKey>): ReadonlySet<ObjectKey>;
  recordObject(store: string, record: ObjectRecord): void;
  recordCopy(store: string, record: CopiedRecord): void;
  /** Which object an image became in a run; what `verify`, `map` and `redirects` read. */
  recordMove(run: string, identity: Identity, store: string, key: ObjectKey): void;
  /** A public address of an object: the one that was written, or one that `relink` proved. */
  recordAddress(store: string, key: ObjectKey, address: string): void;
  /** Makes all that was recorded durable. */
  flush(): void;
}

export interface RunRecord {
  readonly id: string;
  readonly command: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly state: 'running' | 'done' | 'stopped' | 'interrupted';
  /** Posts and images whose edits stand, and those whose edits were undone. */
  readonly standing: number;
  readonly undone: number;
  readonly edits: number;
}

export interface MoveRecord {
  readonly identity: Identity;
  readonly store: string;
  /** As it was stored, or copied inside the provider. */
  readonly object: ObjectRecord | CopiedRecord;
}

/** How an image came to its object, told over all runs; what `map` writes and a seed brings back. */
export interface ArrivalRecord {
  readonly identity: Identity;
  readonly store: string;
  readonly object: ObjectRecord;
  /** The bytes that it was made of, where they were read. */
  readonly source?: FetchedRecord;
  /** Under which settings they become this object, in the order of the fingerprints. */
  readonly made: readonly (PreparedRecord & { readonly fingerprint: string })[];
}

/** A store as the person named it: a name of the configuration or an address, and the public base that was asked for. */
export interface StorePlace {
  readonly name: string;
  readonly publicUrl?: string;
}

/** One post's edits in one run. Offsets of `edits` are into the text before; `after` says what the text became. */
export interface PostEditRecord {
  readonly run: string;
  /** Relative to the ledger's folder, with `/`. */
  readonly file: string;
  readonly before: Digest;
  readonly after: Digest;
  readonly edits: readonly PlannedEdit[];
  /** For each of `edits`, the characters that stood at each of its spans: what undo puts back. */
  readonly originals: readonly (readonly string[])[];
  /** `planned` is recorded before the file is touched, `written` after; `abandoned`: found never to have been written. */
  readonly state: 'planned' | 'written' | 'undone' | 'abandoned';
}

/** What was done to posts, and by which run. */
export interface RunLedger {
  /** Ids sort by start: `20251124-153042-1a2b`. */
  beginRun(command: string, at: number): string;
  finishRun(run: string, state: 'done' | 'stopped' | 'interrupted', at: number): void;
  runs(): readonly RunRecord[];
  /** One wait for the disk for all that an action records. */
  together(action: () => void): void;
  recordPostEdit(record: PostEditRecord): void;
  /** Durable at once, but `written`: what a killed process left `planned` is known by the post's text. */
  setPostEditState(run: string, file: string, state: PostEditRecord['state']): void;
  postEdits(run: string): readonly PostEditRecord[];
  postEdit(run: string, file: string): PostEditRecord | undefined;
  /** Files of the posts whose edits stand, in their order. */
  editedPosts(run: string): readonly string[];
  /** All runs' edits of one post, oldest first. */
  postEditsOf(file: string): readonly PostEditRecord[];
  moves(run: string): readonly MoveRecord[];
  /** Of each image in each store the newest, in the order of their identities; copies inside a provider have none. */
  arrivals(): readonly ArrivalRecord[];
  /** A file that is about to be made and must be gone when the run is over. Absolute path. Durable at once. */
  rememberTemporary(path: string): void;
  forgetTemporary(path: string): void;
  temporaries(): readonly string[];
  /** How a store was named when it was written to, so that `verify` can open it again. Never credentials. */
  recordStore(id: string, place: StorePlace): void;
  storePlace(id: string): StorePlace | undefined;
  /** Ids of all stores that were ever written to. */
  knownStores(): readonly string[];
  objectByAddress(address: string): { readonly store: string; readonly object: ObjectRecord } | undefined;
}

/** What a check saw of an image, and when. */
export interface LookRecord {
  readonly look: ImageLook;
  /** Epoch ms. */
  readonly at: number;
  /** What tells whether a file or an object is still the one that was looked at; empty for an address. */
  readonly stamp: string;
}

/** What checks saw. Nothing else is built on it: it may be lost. */
export interface LookLedger {
  /**
   * @param view changes with all that decides what is seen, but for the image itself
   * @returns undefined also for what another version wrote and this one can't read
   */
  look(identity: Identity, view: string): LookRecord | undefined;
  recordLook(identity: Identity, view: string, record: LookRecord): void;
  /** What was seen of an image in any view, the newest first. */
  looksAt(identity: Identity): readonly LookRecord[];
}

/** What was replaced where it stood, by which run; and which bytes files had when they were last read. */
export interface ReplacementLedger {
  /** Durable at once. */
  recordReplacement(replacement: Replacement): void;
  setReplacementState(id: ReplacementId, state: ReplacementState): void;
  replacements(run: string): readonly Replacement[];
  /** Those that a run was killed over, in any store. */
  plannedReplacements(): readonly Replacement[];
  /** The newest that stands at a place. */
  standingReplacement(id: Omit<ReplacementId, 'run'>): Replacement | undefined;
  /** Undefined: never read, or it was another file then. */
  contentOf(place: string, stamp: string): Digest | undefined;
  recordContent(place: string, stamp: string, digest: Digest): void;
}

/** What was submitted to CDNs, so that nothing is paid for twice. */
export interface CdnLedger {
  submission(provider: string, action: CdnAction, target: CdnTarget, name: string): CdnSubmission | undefined;
  /** What waits for a later day, or was interrupted; the oldest first. */
  unfinishedSubmissions(provider: string): readonly CdnSubmission[];
  /** All of them or none; durable at once. */
  recordSubmissions(submissions: readonly CdnSubmission[]): void;
  /** For what the provider refused. */
  forgetSubmissions(provider: string, action: CdnAction, target: CdnTarget, names: readonly string[]): void;
}

/** What was done to the headers of objects, and by which run. */
export interface HeaderLedger {
  /** Durable at once. */
  recordHeaderChange(change: HeaderChangeRecord): void;
  setHeaderChangeState(
    change: Pick<HeaderChangeRecord, 'run' | 'store' | 'key'>,
    state: HeaderChangeRecord['state'],
  ): void;
  headerChanges(run: string): readonly HeaderChangeRecord[];
}

export interface Ledger
  extends AssetLedger,
    RunLedger,
    LookLedger,
    ReplacementLedger,
    UploadLedger,
    CdnLedger,
    HeaderLedger {
  /** Folder that paths in the ledger are relative to. */
  readonly root: string;
  /** `.imgferry` folder: ledger, spool, plans. */
  readonly folder: string;
  /**
   * Takes the write lock; a holder whose process is dead on this host is taken over.
   *
   * @returns gives the lock back
   * @throws ImgferryError LEDGER_LOCKED {pid, host, since}
   */
  lock(): () => void;
  close(): void;
}
