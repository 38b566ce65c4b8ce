import type { ErrorReport } from '../core/errors.js';
import { digestOf } from '../lib/digest.js';

/** Whose work a job is a part of; each command has one kind. */
export type JobKind = 'migrate' | 'check' | 'transfer' | 'optimize';

/** Work for whichever worker is free: plain, without bytes of images and without secrets. */
export interface Job<Task = unknown, Setup = unknown> {
  readonly kind: JobKind;
  /** Of the coordinator's ledger; of a check, which has none there, a name of its own. */
  readonly run: string;
  /** What it is about, as people know it; of several images the first. */
  readonly url: string;
  readonly setup: Setup;
  readonly task: Task;
}

/** What a worker gives back. */
export type JobResult<Value = unknown> =
  | {
      readonly kind: 'done';
      readonly state: DoneState;
      /** Bytes read, and bytes stored. */
      readonly fetched: number;
      readonly stored: number;
      readonly value: Value;
    }
  /** The image is to blame. */
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  /** The run has to stop: every other image would fail the same way. */
  | { readonly kind: 'stopped'; readonly error: ErrorReport };

/** What a job came to, as a log tells it. */
export type DoneState = 'stored' | 'reused' | 'looked-at' | 'encoded' | 'kept';

/**
 * A job's name in Redis: what is asked for twice is one job.
 *
 * @param task what tells it from the others of its kind
 * @param fingerprint changes with every setting that changes the result
 */
export const jobId = (kind: JobKind, task: string, fingerprint: string): string =>
  digestOf(JSON.stringify([kind, task, fingerprint]));

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
