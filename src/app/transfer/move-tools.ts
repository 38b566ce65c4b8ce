import type { Digest } from '../../core/digest.js';
import type { Checksum, ObjectInfo, ObjectStore, ProvenObject, UnreadObject } from '../../core/storage.js';
import type { Spool } from '../../lib/spool.js';
import type { TransferWay } from './choose-way.js';
import type { Denials } from './denials.js';
import type { HeaderDrift } from './header-drift.js';
import type { KeyFault } from './key-faults.js';
import type { ObjectContents } from './object-contents.js';
import type { SmallerObjects } from './smaller-objects.js';

/** What moving an object takes. */
export interface MoveTools {
  readonly source: ObjectStore;
  readonly target: ObjectStore;
  readonly contents: ObjectContents;
  readonly spool: Spool;
  readonly way: TransferWay;
  /** Undefined: bytes stay as they are. */
  readonly smaller: SmallerObjects | undefined;
  readonly faultOf: KeyFault;
  /** Undefined: headers are not compared. */
  readonly drift?: HeaderDrift | undefined;
  /** `plan` compares what is on both sides and moves nothing; `compare` finds fault with what is missing, too. */
  readonly mode: 'plan' | 'compare' | 'write';
  /** Whether what arrived is read where nobody knows its digest yet. */
  readonly needsDigests: boolean;
  readonly denials: Denials;
  readonly onCopied: (object: CopiedObject) => void;
  readonly onChanged: () => void;
  readonly signal: AbortSignal;
}

/** An object that was brought to its new place. */
export interface CopiedObject extends ArrivedObject {
  readonly state: 'stored' | 'reused';
  /** Bytes at the source. */
  readonly size: number;
  readonly isServerSide: boolean;
}

/** An object that was brought and is to be read back. */
export interface UnreadCopy {
  readonly unread: UnreadObject;
  /** What it is, by what was read back. */
  readonly prove: (proven: ProvenObject) => CopiedObject;
}

/** An object as it stands at its new place. */
export interface ArrivedObject {
  readonly info: ObjectInfo;
  readonly contentType: string;
  /** Undefined where nobody here read it; then there is a checksum. */
  readonly digest?: Digest;
  readonly checksum?: Checksum;
}
