import type { Asset, Identity } from '../core/asset.js';
import type { ErrorReport } from '../core/errors.js';
import { digestOf } from '../lib/digest.js';
import type { Delivery } from '../pipeline/asset-pipeline.js';

/** One image for whichever worker is free: plain, without bytes and without secrets. */
export interface AssetJob<Setup = unknown> {
  /** Of the coordinator's ledger. */
  readonly run: string;
  readonly asset: Asset;
  readonly setup: Setup;
}

/** What a worker gives back. */
export type AssetJobResult =
  | { readonly kind: 'delivered'; readonly delivery: Delivery }
  /** The image is to blame. */
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  /** The run has to stop: every other image would fail the same way. */
  | { readonly kind: 'stopped'; readonly error: ErrorReport };

/**
 * A job's name in Redis: what is asked for twice is one job.
 *
 * @param fingerprint changes with every setting that changes the result
 * @param target the store's id
 */
export const jobId = (identity: Identity, fingerprint: string, target: string): string =>
  digestOf(JSON.stringify([identity, fingerprint, target]));

/**
 * How often a job is tried that a worker dies over, or that fails as nothing should. Workers die of other causes too:
 * killed every 2 s on a machine so busy that they lived for 8 s, 5 deaths gave up 4 of 5,000 images that were fine.
 */
export const attempts = { deaths: 10, failures: 3 };

const week = 7 * 24 * 60 * 60; // s

/** How every job is queued; results that no coordinator comes back for are kept for a week, given-up jobs for four. */
export const jobOptions = {
  attempts: attempts.failures,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: { age: week },
  removeOnFail: { age: 4 * week },
  stackTraceLimit: 20,
};
