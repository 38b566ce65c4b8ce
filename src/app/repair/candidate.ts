import type { Digest } from '../../core/digest.js';
import type { RepairProof } from '../../core/repair.js';
import type { Damage } from './damage.js';

/** Where an image can be read in place of where it can't. */
export type Destination =
  /** The same address in every post. */
  | { readonly kind: 'address'; readonly address: string }
  /** A file, named in each post as its site has it; or by this address, which a store's configuration gives it. */
  | { readonly kind: 'file'; readonly path: string; readonly address?: string }
  /** A file whose name the post has but for the case of its letters. */
  | { readonly kind: 'spelling'; readonly path: string };

/** What could be offered if a look at it proves it. */
export interface Candidate {
  readonly proof: RepairProof;
  readonly destination: Destination;
  /** Of the bytes that it must have, one; none: whatever shows is right. */
  readonly bytes: readonly Digest[];
}

/** Finds candidates of one kind for an image, the best first. */
export type Propose = (damage: Damage) => Promise<readonly Candidate[]>;
