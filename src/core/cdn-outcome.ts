import type { CdnAction, CdnDomain, CdnProviderName, CdnQuota, CdnTarget, CdnTaskStatus } from './cdn.js';
import type { ErrorReport } from './errors.js';
import { exitCodeOf } from './errors.js';
import type { Note } from './outcome.js';

/** What became of one address: `sent-before` was submitted already, `waiting` is for a later day. */
export type CdnNameState = 'planned' | 'sent' | 'sent-before' | 'waiting' | 'failed';

export interface CdnNameOutcome {
  readonly name: string;
  readonly target: CdnTarget;
  readonly state: CdnNameState;
  readonly task?: string;
  /** Epoch ms at which it was sent. */
  readonly at?: number;
  readonly error?: ErrorReport;
}

/** What a refresh or a prefetch did, or would do; plain JSON. */
export interface CdnOutcome {
  readonly version: 1;
  readonly command: `cdn ${CdnAction}`;
  readonly dryRun: boolean;
  /** Undefined where the configuration names none. */
  readonly provider?: CdnProviderName;
  readonly names: readonly CdnNameOutcome[];
  /** As it was before anything was sent. */
  readonly quota: readonly CdnQuota[];
  readonly notes: readonly Note[];
  readonly totals: CdnTotals;
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}

export interface CdnTotals {
  readonly names: number;
  readonly planned: number;
  readonly sent: number;
  readonly sentBefore: number;
  readonly waiting: number;
  readonly failed: number;
  /** Calls made; of a plan, calls that it takes. */
  readonly calls: number;
  /** Wall time in ms. */
  readonly elapsed: number;
}

/** The tasks of an account and its quota, or its domains. */
export interface CdnAccountReport {
  readonly provider: CdnProviderName;
  readonly tasks: readonly CdnTaskStatus[];
  readonly quota: readonly CdnQuota[];
  /** Recorded for a later day. */
  readonly waiting: number;
  /** Whether the provider tells of tasks at all. */
  readonly tellsTasks: boolean;
}

export interface CdnDomainsReport {
  readonly provider: CdnProviderName;
  readonly domains: readonly CdnDomain[];
}

export function countNames(
  names: readonly CdnNameOutcome[],
  { calls, elapsed }: Pick<CdnTotals, 'calls' | 'elapsed'>,
): CdnTotals {
  const inState = (state: CdnNameState): number => names.filter((one) => one.state === state).length;
  return {
    names: names.length,
    planned: inState('planned'),
    sent: inState('sent'),
    sentBefore: inState('sent-before'),
    waiting: inState('waiting'),
    failed: inState('failed'),
    calls,
    elapsed,
  };
}

/** The exit code that it deserves: 0 done or waiting for a later day, 1 something was refused, 2, 3, 130. */
export function exitCodeForCdn({ interrupted, stopped, totals }: CdnOutcome): 0 | 1 | 2 | 3 | 130 {
  if (interrupted) return 130;
  if (stopped) return exitCodeOf(stopped.code);
  return totals.failed > 0 ? 1 : 0;
}
