import type { CdnAuditOutcome, CdnSeverity } from '../../../core/cdn-finding.js';
import type { Language } from '../../../messages/catalogue.js';
import { label } from '../../../messages/label.js';

export interface AuditSummary {
  readonly found: string;
  /** What there is of what, the worst first. */
  readonly counts: readonly { readonly level: CdnSeverity | 'clean'; readonly text: string }[];
  readonly cost: readonly string[];
}

/** An audit in a few words. */
export function auditSummary({ totals, budget }: CdnAuditOutcome, lang: Language): AuditSummary {
  const { addresses, requests, bytes, elapsed } = totals;
  return {
    found: label('cdn-audit-addresses', lang, { n: addresses, hosts: budget.hosts }),
    counts: (['error', 'warn', 'info', 'clean'] as const).flatMap((level) =>
      totals[level] === 0 ? [] : [{ level, text: label(`cdn-audit-${level}`, lang, { n: totals[level] }) }],
    ),
    cost: [
      label('cdn-audit-budget', lang, { requests, most: budget.requests, bytes }),
      label('elapsed', lang, { ms: elapsed }),
    ],
  };
}

/** Whether there is nothing that anyone has to know. */
export const isWell = ({ totals, stopped, interrupted }: CdnAuditOutcome): boolean =>
  totals.findings === 0 && !stopped && !interrupted;
