import { type CdnAuditOutcome, type CdnSeverity, severityOf } from '../../../core/cdn-finding.js';
import { digestOf } from '../../../lib/digest.js';
import { describeCdnFinding } from '../../../messages/describe-cdn-finding.js';
import { printable } from '../../../messages/printable.js';
import type { CheckReportOptions } from '../../check/check-report-options.js';
import { nameAndSeen, shownAddress } from '../../check/describe-image.js';
import { mostResults, type SarifLevel, sarifLog, sarifRule } from '../../check/sarif/sarif-log.js';
import { sarifNotifications } from '../../check/sarif/sarif-notifications.js';
import { plainMessage, sarifLocation } from '../../check/sarif/sarif-parts.js';
import { type FindingGroup, groupByFinding } from './finding-groups.js';

const levels: Readonly<Record<CdnSeverity, SarifLevel>> = { error: 'error', warn: 'warning', info: 'note' };

/** SARIF 2.1.0: a rule for each finding that occurs, a result for each address that has it. */
export function auditSarif(outcome: CdnAuditOutcome, options: CheckReportOptions): string {
  const groups = groupByFinding(outcome.addresses);
  const results = groups.flatMap((group, index) => resultsOf(group, index, options));
  return sarifLog({
    version: options.version,
    rules: groups.map(({ id }) => sarifRule(id, levels[severityOf(id)], describeCdnFinding(id, {}, options.lang))),
    isWhole: outcome.stopped === undefined && outcome.interrupted !== true,
    notifications: sarifNotifications({ ...outcome, unread: [] }, Math.max(0, results.length - mostResults), options),
    results: results.slice(0, mostResults),
  });
}

function resultsOf({ id, severity, addresses }: FindingGroup, ruleIndex: number, options: CheckReportOptions) {
  return addresses.map(({ url, places, evidence }) => {
    const described = describeCdnFinding(id, evidence, options.lang);
    const [first] = places;
    const text = [shownAddress(url), nameAndSeen(described, options.lang), described.says, `→ ${described.advice}`];
    return {
      ruleId: id,
      ruleIndex,
      level: levels[severity],
      message: { text: text.map(plainMessage).join(' · ') },
      locations: [
        first ? sarifLocation(first, options) : { physicalLocation: { artifactLocation: { uri: new URL(url).href } } },
      ],
      partialFingerprints: { 'imgferry/v1': digestOf(`${id}\n${url.toWellFormed()}`).slice(0, 32) },
      properties: { url: printable(url), finding: id, severity, evidence },
    };
  });
}
