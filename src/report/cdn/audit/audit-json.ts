import { type AuditedAddress, type CdnAuditOutcome, severityOf } from '../../../core/cdn-finding.js';
import { jsonText } from '../../../lib/json-text.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeCdnFinding } from '../../../messages/describe-cdn-finding.js';
import { describeNote } from '../../../messages/describe-note.js';
import { errorRecord } from '../../error-record.js';
import type { View } from '../../view.js';

/** A line a finding, and one for each clean address; `config/schemas/cdn-audit-line.schema.json` describes it. */
export function auditLines({ addresses }: CdnAuditOutcome, { lang }: View): string {
  return addresses
    .flatMap(({ url, findings }): object[] =>
      findings.length === 0
        ? [{ url, finding: null, severity: null, evidence: {}, advice: null }]
        : findings.map(({ id, evidence }) => ({
            url,
            finding: id,
            severity: severityOf(id),
            evidence,
            advice: describeCdnFinding(id, {}, lang).advice,
          })),
    )
    .map((line) => `${jsonText(line)}\n`)
    .join('');
}

/** All that an audit saw, for scripts; `config/schemas/cdn-audit.schema.json` describes it. */
export function auditJson(outcome: CdnAuditOutcome, { lang }: View): string {
  const { version, command, addresses, budget, notes, totals, stopped, interrupted } = outcome;
  const report = {
    version,
    command,
    addresses: addresses.map((address) => addressRecord(address, lang)),
    budget,
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    totals,
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  return `${jsonText(report, 2)}\n`;
}

function addressRecord({ url, findings, places }: AuditedAddress, lang: Language) {
  return {
    url,
    findings: findings.map(({ id, evidence }) => {
      const { advice, seen, severity } = describeCdnFinding(id, evidence, lang);
      return { finding: id, severity, evidence, seen, advice };
    }),
    places: places.map(({ file, line, column }) => ({ file, line, column })),
  };
}
