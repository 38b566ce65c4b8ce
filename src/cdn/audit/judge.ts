import type { CdnFindingId } from '../../core/cdn-finding.js';
import type { Evidence } from '../../core/verdict.js';
import type { AuditRules, EdgeFacts } from './edge-facts.js';

/** Looks for one thing: what was seen where it is found, else undefined. */
export type Judge = (facts: EdgeFacts, rules: AuditRules) => Evidence | undefined;

export type Judges = Readonly<Partial<Record<CdnFindingId, Judge>>>;
