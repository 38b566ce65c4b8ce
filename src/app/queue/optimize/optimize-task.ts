import type { Digest } from '../../../core/digest.js';
import type { PreparedRecord } from '../../../core/ledger.js';
import type { StandingImage } from '../../optimize/image-place.js';

/** One image of a store, to read and to make smaller. */
export interface OptimizeTask {
  readonly image: StandingImage;
  readonly keepsFormat: boolean;
  /** Other sites show it beside a link. */
  readonly isShareCard: boolean;
  /** Name of the object that its new bytes wait in for the coordinator. */
  readonly staging: string;
}

/** What a worker saw of it. */
export interface EncodedElsewhere {
  readonly digest: Digest;
  readonly size: number;
  readonly nameLies: boolean;
  /** What it becomes; undefined where its name lies. New bytes are staged where they are not its own. */
  readonly record?: PreparedRecord;
}
