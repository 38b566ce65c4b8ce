import type { Digest } from '../../core/digest.js';
import type { RepairProof } from '../../core/repair.js';
import type { Destination } from '../destination.js';
import type { Damage } from './damage.js';

/** What could be offered if a look at it proves it. */
export interface Candidate {
  readonly proof: RepairProof;
  readonly destination: Destination;
  /** Of the bytes that it must have, one; none: whatever shows is right. */
  readonly bytes: readonly Digest[];
}

/** Finds candidates of one kind for an image, the best first. */
export type Propose = (damage: Damage) => Promise<readonly Candidate[]>;
