import type { Digest } from '../../../core/digest.js';
import type { ErrorCode } from '../../../core/errors.js';
import type { PreparedRecord } from '../../../core/ledger.js';
import type { KeyPair } from '../../transfer/join-listings.js';
import type { ObjectEnd } from '../../transfer/move-object.js';
import type { CopiedObject } from '../../transfer/move-tools.js';

/** Objects to move, so many that a job is worth its way. */
export interface TransferTask {
  readonly objects: readonly ObjectToMove[];
  /** Pictures are made smaller on the way. */
  readonly optimizes: boolean;
  /** What arrived is read where nobody knows its digest yet. */
  readonly needsDigests: boolean;
}

export interface ObjectToMove {
  readonly pair: KeyPair;
  /** What was read of it before. */
  readonly known: readonly ReadContent[];
}

/** What was read of an object, or stored as it. */
export interface ReadContent {
  readonly side: 'source' | 'target';
  readonly key: string;
  /** Changes when the object does. */
  readonly stamp: string;
  readonly digest: Digest;
}

/** What became of them, in their order, and all that the coordinator's ledger has to learn of it. */
export interface MovedObjects {
  readonly ends: readonly { readonly key: string; readonly end: ObjectEnd }[];
  readonly copied: readonly CopiedObject[];
  readonly contents: readonly ReadContent[];
  readonly prepared: readonly {
    readonly source: Digest;
    readonly fingerprint: string;
    readonly record: PreparedRecord;
  }[];
  /** Objects that changed while they were read. */
  readonly changed: number;
  /** What the provider said that copies nothing by itself. */
  readonly refusal?: ErrorCode;
}
