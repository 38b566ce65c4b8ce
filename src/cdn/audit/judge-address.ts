import { type CdnFinding, cdnFindingIds } from '../../core/cdn-finding.js';
import type { AuditRules, EdgeFacts } from './edge-facts.js';
import type { Judges } from './judge.js';
import { accessJudges } from './judge-access.js';
import { cacheJudges } from './judge-cache.js';
import { contentJudges } from './judge-content.js';
import { hostJudges } from './judge-host.js';

const judges: Judges = { ...contentJudges, ...cacheJudges, ...accessJudges, ...hostJudges };

/** What is the matter with an address, in the order of the table; decides from facts alone. */
export function judgeAddress(facts: EdgeFacts, rules: AuditRules): readonly CdnFinding[] {
  return cdnFindingIds.flatMap((id): CdnFinding[] => {
    const evidence = judges[id]?.(facts, rules);
    return evidence ? [{ id, evidence }] : [];
  });
}
