import type { Digest } from './digest.js';

/** One image that got other bytes where it stands, in one run. */
export interface Replacement {
  readonly run: string;
  /** Id of the store whose object it is; undefined: a file. */
  readonly store?: string;
  /** A file's path from the ledger's folder, with `/`; an object's key. */
  readonly place: string;
  readonly before: Digest;
  readonly after: Digest;
  /** Where the new bytes stand, if not at `place`: the format changed, and so did the name. */
  readonly successor?: string;
  /** Where the old bytes are kept once they no longer stand at `place`: a path or a key; undefined: nowhere. */
  readonly original?: string;
  /** `planned` is recorded before anything is touched, `written` after; `abandoned`: found never to have been written. */
  readonly state: ReplacementState;
}

/** Whether it was to be moved aside as it is, to where its old bytes are kept. */
export const isMovedAside = ({ original, successor }: Replacement): boolean =>
  original !== undefined && original === successor;

export type ReplacementState = 'planned' | 'written' | 'undone' | 'abandoned';

/** Why an image that stands somewhere is left there as it is, or keeps its format; permanent. */
export type StandingReason =
  /** These bytes came out of an encoder here: a second generation costs more than it saves. */
  | 'made-here'
  /** The file has a second name, which would keep the old bytes. */
  | 'hard-linked'
  | 'read-only'
  /** Its bytes are of another format than its name says. */
  | 'extension-lies'
  /** Made smaller in its own format: another image has, or would get, the same name in the other. */
  | 'name-taken'
  /** Made smaller in its own format: a symbolic link leads to its name. */
  | 'linked-to'
  /** Its original bytes are back. */
  | 'original-restored'
  /** The kept original was removed, as was asked for. */
  | 'original-removed'
  /** It stays: what replaced it is not in its place any more. */
  | 'original-needed'
  /** It stays: it isn't what was kept any more. */
  | 'original-changed'
  /** An object has the headers that it had before a run. */
  | 'headers-restored';

/** Names a replacement; a run replaces an image once. */
export type ReplacementId = Pick<Replacement, 'run' | 'store' | 'place'>;
