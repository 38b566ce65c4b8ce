import type { DocumentPlace } from './asset.js';
import type { ErrorReport } from './errors.js';
import type { Note } from './outcome.js';
import type { Evidence, VerdictLevel, VerdictReason } from './verdict.js';

/** One image that was looked at, however many posts show it. */
export interface CheckedImage {
  /** The address, or the path of a local file relative to the working directory. */
  readonly url: string;
  readonly verdict: VerdictLevel;
  /** The worst first. */
  readonly reasons: readonly VerdictReason[];
  readonly evidence: Evidence;
  /** Where posts name it, in path order; empty for an object of a store. */
  readonly places: readonly DocumentPlace[];
  /** The baseline has it: it was broken before, and fails nothing. */
  readonly isKnown?: true;
}

export interface CheckTotals {
  readonly documents: number;
  readonly images: number;
  readonly places: number;
  readonly ok: number;
  readonly warn: number;
  readonly broken: number;
  readonly unverifiable: number;
  /** Images that the baseline has. */
  readonly known: number;
  /** Images, and places, that the configuration or a comment leaves out. */
  readonly ignored: number;
  /** Images whose last verdict was still fresh: not asked for again. */
  readonly remembered: number;
  /** Requests sent. */
  readonly requests: number;
  /** Bytes read from the network. */
  readonly bytes: number;
  /** Wall time in ms. */
  readonly elapsed: number;
}

/** A post that could not be read. */
export interface UnreadDocument {
  readonly file: string;
  readonly error: ErrorReport;
}

/** What a check saw; plain JSON, the source of every report and of the exit code. */
export interface CheckOutcome {
  readonly version: 1;
  readonly command: 'check';
  /** The worst first, then by address. */
  readonly images: readonly CheckedImage[];
  readonly unread: readonly UnreadDocument[];
  readonly notes: readonly Note[];
  readonly totals: CheckTotals;
  /** The error that stopped the check before its end. */
  readonly stopped?: ErrorReport;
  /** Ctrl-C, SIGTERM: images that were not looked at are not listed. */
  readonly interrupted?: true;
}

/** The level from which a check fails; `warn` counts everything that isn't ok, `unverifiable` broken ones too. */
export type FailOn = 'broken' | 'unverifiable' | 'warn' | 'never';
