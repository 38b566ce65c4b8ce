import type { CdnAuditOutcome } from '../../../core/cdn-finding.js';
import type { CheckReportOptions } from '../../check/check-report-options.js';
import { auditHtml } from './audit-html.js';
import { auditJson, auditLines } from './audit-json.js';
import { auditSarif } from './audit-sarif.js';
import { auditText } from './audit-text.js';

/** Every format of an audit; a further one is a file and a line here. */
const formats = {
  text: auditText,
  ndjson: auditLines,
  json: auditJson,
  sarif: auditSarif,
  html: auditHtml,
} as const satisfies Record<string, (outcome: CdnAuditOutcome, options: CheckReportOptions) => string>;

export type AuditFormat = keyof typeof formats;

export const auditFormats = ['text', 'ndjson', 'json', 'sarif', 'html'] as const satisfies readonly AuditFormat[];

/** What an audit saw, for a person, a script or a machine that shows it. */
export function renderAudit(
  outcome: CdnAuditOutcome,
  { format, ...options }: CheckReportOptions & { readonly format: AuditFormat },
): string {
  return formats[format](outcome, options);
}
