import { type CdnFindingId, type CdnSeverity, severityOf } from '../core/cdn-finding.js';
import type { Evidence } from '../core/verdict.js';
import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { label } from './label.js';
import { sayVerdict, type VerdictWords } from './say-verdict.js';

export interface CdnFindingDescription extends VerdictWords {
  readonly id: CdnFindingId;
  readonly severity: CdnSeverity;
}

/** Says in words what an audit found, and which setting to change. */
export function describeCdnFinding(id: CdnFindingId, evidence: Evidence, lang: Language): CdnFindingDescription {
  return { id, severity: severityOf(id), ...sayVerdict(catalogueOf(lang).cdnFindings[id], evidence, lang) };
}

/** A severity's word. */
export const severityName = (severity: CdnSeverity, lang: Language): string => label(`cdn-severity-${severity}`, lang);
