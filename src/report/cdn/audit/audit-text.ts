import type { CdnAuditOutcome } from '../../../core/cdn-finding.js';
import { exitCodeOf } from '../../../core/errors.js';
import { describeCdnFinding } from '../../../messages/describe-cdn-finding.js';
import { printable } from '../../../messages/printable.js';
import { nameAndSeen, shownAddress } from '../../check/describe-image.js';
import { createReportWriter, type ReportWriter } from '../../report-writer.js';
import type { StyleName } from '../../text-style.js';
import type { View } from '../../view.js';
import { writeEnd } from '../../write-end.js';
import { writeError } from '../../write-error.js';
import { writeMore } from '../../write-more.js';
import { writeNotes } from '../../write-notes.js';
import { auditSummary, isWell } from './audit-summary.js';
import { type FindingGroup, groupByFinding } from './finding-groups.js';

const shownAddresses = 8; // of one finding
const shownPlaces = 3; // of one address

/** What an audit saw, for a person: the worst first, the setting to change once for all that need it. */
export function auditText(outcome: CdnAuditOutcome, view: View): string {
  const writer = createReportWriter(view);
  const { addresses, notes, stopped } = outcome;
  if (stopped && exitCodeOf(stopped.code) === 2 && addresses.length === 0) {
    writeError(stopped, writer, 0);
    return writer.end();
  }
  writeSummary(outcome, writer);
  for (const group of groupByFinding(addresses)) writeGroup(group, writer);
  writeNotes(notes, writer);
  writeEnd(outcome, writer, 'cdn-audit-interrupted');
  return writer.end();
}

function writeSummary(outcome: CdnAuditOutcome, writer: ReportWriter): void {
  const { found, counts, cost } = auditSummary(outcome, writer.lang);
  const costLine = writer.style('dim', cost.join(' · '));
  if (isWell(outcome)) {
    const well = writer.word(outcome.addresses.length > 0 ? 'cdn-audit-well' : 'cdn-audit-none');
    writer.prose(`${writer.style('green', `✓ ${well}`)} ${found} · ${costLine}`);
    return;
  }
  const colors = { error: 'red', warn: 'yellow', info: 'cyan', clean: 'green' } as const;
  const parts = counts.map(({ level, text }) => writer.style(colors[level], text));
  writer.heading(writer.word('cdn-audit-heading'));
  writer.gap();
  writer.prose(writer.pair(found, writer.list(parts)), 2);
  writer.prose(costLine, 2);
}

const marks: Readonly<Record<FindingGroup['severity'], readonly [string, StyleName]>> = {
  error: ['✗', 'red'],
  warn: ['!', 'yellow'],
  info: ['·', 'cyan'],
};

function writeGroup({ id, severity, addresses }: FindingGroup, writer: ReportWriter): void {
  const { lang, view } = writer;
  const { says, advice, ...described } = describeCdnFinding(id, {}, lang);
  const seen = new Set(addresses.map(({ evidence }) => describeCdnFinding(id, evidence, lang).seen));
  const isCommon = addresses.length > 1 && seen.size === 1;
  const title = isCommon ? nameAndSeen({ ...described, seen: [...seen].join('') }, lang) : described.name;
  const [mark, color] = marks[severity];
  writer.gap();
  writer.prose(`${writer.style(color, `${mark} ${title}`)} ${writer.style('dim', `· ${id}`)}`, 2);
  writer.prose(says, 4);
  const some = addresses.slice(0, view.verbose ? addresses.length : shownAddresses);
  for (const { url, places, evidence } of some) {
    writer.line(shownAddress(url), 6);
    const { seen: what } = describeCdnFinding(id, evidence, lang);
    if (!isCommon && what !== '') writer.prose(writer.style('dim', what), 8);
    for (const { file, line, column } of places.slice(0, view.verbose ? places.length : shownPlaces)) {
      writer.line(writer.style('dim', printable(`${file}:${line}:${column}`)), 8);
    }
  }
  writeMore(addresses.length - some.length, writer, 4);
  writer.prose(`→ ${advice}`, 4);
}
