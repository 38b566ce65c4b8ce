import type { DocumentPlace } from './asset.js';
import { type ErrorReport, exitCodeOf } from './errors.js';
import type { Note } from './outcome.js';
import type { Evidence } from './verdict.js';

/** `error`: readers see the wrong thing or nothing. `warn`: they wait, or pay. `info`: nobody does, yet. */
export type CdnSeverity = 'error' | 'warn' | 'info';

/** What an audit finds, and how bad it is. Ids are permanent, shown to people and scripts. */
const findingTable = {
  // what it serves
  'not-served': 'error',
  'cached-404': 'error',
  'edge-stale': 'error',
  'wrong-type': 'error',
  attachment: 'warn',
  // how long it is kept
  'short-cache': 'warn',
  'not-immutable': 'warn',
  'no-validator': 'warn',
  'set-cookie': 'warn',
  'no-hit': 'warn',
  // what it is kept under
  'vary-missing': 'error',
  'vary-too-wide': 'warn',
  'query-ignored': 'warn',
  'query-splits-cache': 'warn',
  // the way to it
  'no-https': 'warn',
  'http-not-redirected': 'warn',
  'certificate-expiring': 'error',
  'slow-first-byte': 'warn',
  'svg-uncompressed': 'warn',
  'range-broken': 'error',
  // who may see it
  'cors-missing': 'error',
  'hotlink-open': 'warn',
  'hotlink-blocks-own': 'error',
  'origin-exposed': 'warn',
} as const satisfies Record<string, CdnSeverity>;

export type CdnFindingId = keyof typeof findingTable;

/** In the table's order. */
export const cdnFindingIds = Object.keys(findingTable) as readonly CdnFindingId[];

export const severityOf = (id: CdnFindingId): CdnSeverity => findingTable[id];

export interface CdnFinding {
  readonly id: CdnFindingId;
  /** What was seen. */
  readonly evidence: Evidence;
}

/** An address, and what is the matter with it; nothing where it has no findings. */
export interface AuditedAddress {
  readonly url: string;
  /** In the order of the table. */
  readonly findings: readonly CdnFinding[];
  /** Where posts name it. */
  readonly places: readonly DocumentPlace[];
}

/** Requests that an audit makes at most. */
export interface AuditBudget {
  readonly addresses: number;
  readonly hosts: number;
  readonly requests: number;
}

export interface CdnAuditTotals {
  readonly addresses: number;
  /** Addresses without findings. */
  readonly clean: number;
  readonly findings: number;
  readonly error: number;
  readonly warn: number;
  readonly info: number;
  /** Requests sent to the edge. */
  readonly requests: number;
  /** Bytes read from it. */
  readonly bytes: number;
  /** Wall time in ms. */
  readonly elapsed: number;
}

/** What an audit saw; plain JSON, the source of every report and of the exit code. */
export interface CdnAuditOutcome {
  readonly version: 1;
  readonly command: 'cdn audit';
  /** Those with findings first, then by address. */
  readonly addresses: readonly AuditedAddress[];
  readonly budget: AuditBudget;
  readonly notes: readonly Note[];
  readonly totals: CdnAuditTotals;
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}

/** The exit code that an audit deserves: 0 no errors, 1 findings that are, 2, 3, 130. */
export function exitCodeForAudit({ interrupted, stopped, totals }: CdnAuditOutcome): 0 | 1 | 2 | 3 | 130 {
  if (interrupted) return 130;
  if (stopped) return exitCodeOf(stopped.code);
  return totals.error > 0 ? 1 : 0;
}

export function countFindings(
  addresses: readonly AuditedAddress[],
  costs: Pick<CdnAuditTotals, 'requests' | 'bytes' | 'elapsed'>,
): CdnAuditTotals {
  const severities = addresses.flatMap(({ findings }) => findings.map(({ id }) => severityOf(id)));
  const count = (severity: CdnSeverity): number => severities.filter((one) => one === severity).length;
  return {
    addresses: addresses.length,
    clean: addresses.filter(({ findings }) => findings.length === 0).length,
    findings: severities.length,
    error: count('error'),
    warn: count('warn'),
    info: count('info'),
    ...costs,
  };
}
