import {
  type AuditedAddress,
  type CdnFindingId,
  type CdnSeverity,
  cdnFindingIds,
  severityOf,
} from '../../../core/cdn-finding.js';
import type { Evidence } from '../../../core/verdict.js';

/** All addresses that have one finding. */
export interface FindingGroup {
  readonly id: CdnFindingId;
  readonly severity: CdnSeverity;
  readonly addresses: readonly (Pick<AuditedAddress, 'url' | 'places'> & { readonly evidence: Evidence })[];
}

const severities: readonly CdnSeverity[] = ['error', 'warn', 'info'];

/** By finding, so that what to do is said once: the worst first, then what most addresses have. */
export function groupByFinding(addresses: readonly AuditedAddress[]): readonly FindingGroup[] {
  const groups = cdnFindingIds.flatMap((id): FindingGroup[] => {
    const having = addresses.flatMap(({ url, places, findings }) => {
      const found = findings.find((finding) => finding.id === id);
      return found ? [{ url, places, evidence: found.evidence }] : [];
    });
    return having.length === 0 ? [] : [{ id, severity: severityOf(id), addresses: having }];
  });
  return groups.sort(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      other.addresses.length - one.addresses.length,
  );
}
