import type { ErrorReport } from './errors.js';

/**
 * What makes two references the same image: a remote address as the URL parser writes it (fragment dropped, query
 * kept), `file:` and the real path of a local file, or `store:` with a store's id and key.
 */
export type Identity = string & { readonly __brand: 'Identity' };

/** Where an asset's bytes come from. */
export type AssetSource =
  | { readonly kind: 'remote'; readonly url: string; readonly referer?: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'store'; readonly store: string; readonly key: string };

/** One image, however many references name it. */
export interface Asset {
  readonly identity: Identity;
  /** The address as people know it: the URL, or the path relative to the working directory. */
  readonly url: string;
  readonly source: AssetSource;
  /** What the key template may use; from the first reference in path order, the date from the earliest post. */
  readonly naming: AssetNaming;
  readonly choice?: ImageChoice;
}

/** What a person asked for one image alone. */
export interface ImageChoice {
  /** 1 to 100: one fixed quality. */
  readonly quality?: number;
  /** Instead of the name that the template gives. */
  readonly key?: string;
}

export interface AssetNaming {
  /** File name without extension, decoded. */
  readonly name: string;
  /** Name of the first post in path order, without extension (`index.md`: its folder). */
  readonly post: string;
  /** Instant in epoch ms of the earliest post that uses the image. */
  readonly date: number;
}

export type AssetState = 'planned' | 'stored' | 'reused' | 'in-place' | 'skipped' | 'failed';

/** Why an image is in its state, where that isn't plain; permanent, shown to people and scripts. */
export type StateReason =
  | 'host-skipped'
  | 'host-not-chosen'
  | 'not-approved'
  | 'data-uri'
  | 'unsupported'
  | 'already-optimized'
  | 'saves-too-little'
  | 'not-optimized'
  | 'optimize-off'
  | 'encoded'
  | 'unverified-public'
  /** It has no counterpart in the source. */
  | 'only-at-target'
  /** The same bytes, with other headers than a transfer would give them. */
  | 'headers-differ'
  /** Copied by the provider, without a way through this machine. */
  | 'server-side';

/** What became of one image. */
export interface AssetOutcome {
  readonly identity: Identity;
  readonly url: string;
  readonly state: AssetState;
  readonly reason?: string;
  readonly key?: string;
  readonly publicUrl?: string;
  readonly bytesBefore?: number;
  readonly bytesAfter?: number;
  readonly error?: ErrorReport;
  /** Where posts name it; given for an image that failed, and for one that is repaired. */
  readonly places?: readonly DocumentPlace[];
}

/** A place in a document, from 1. */
export interface DocumentPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
