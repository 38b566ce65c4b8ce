import type { CheckOutcome } from '../../../core/check-outcome.js';
import { exitCodeOf } from '../../../core/errors.js';
import { createReportWriter, type ReportWriter } from '../../report-writer.js';
import type { View } from '../../view.js';
import { writeEnd } from '../../write-end.js';
import { writeError } from '../../write-error.js';
import { writeNotes } from '../../write-notes.js';
import { unreadError } from '../describe-unread.js';
import { isWell, summaryParts } from '../summary-parts.js';
import { groupByVerdict } from '../verdict-groups.js';
import { writeVerdicts } from './write-verdicts.js';

/** What a check saw, for a person: the worst first, what to do once for all that have the same trouble. */
export function checkText(outcome: CheckOutcome, view: View): string {
  const writer = createReportWriter(view);
  const { images, notes, stopped } = outcome;
  if (stopped && isUsage(outcome)) {
    writeError(stopped, writer, 0);
    return writer.end();
  }
  writeSummary(outcome, writer);
  for (const group of groupByVerdict(images)) {
    if (group.level !== 'ok' || view.verbose) writeVerdicts(group, writer);
  }
  writeUnread(outcome, writer);
  writeNotes(notes, writer);
  writeEnd(outcome, writer, 'check-interrupted');
  return writer.end();
}

/** The command line or the configuration is wrong, and nothing was looked at: there is nothing else to say. */
const isUsage = ({ stopped, images }: CheckOutcome): boolean =>
  stopped !== undefined && exitCodeOf(stopped.code) === 2 && images.length === 0;

/** A line or two where all is well, else what there is of what. */
function writeSummary(outcome: CheckOutcome, writer: ReportWriter): void {
  const { counts, found, cost } = summaryParts(outcome, writer.lang);
  const costLine = writer.style('dim', cost.join(' · '));
  if (isWell(outcome)) {
    const well = outcome.images.length > 0 ? writer.word('check-well') : writer.word('check-none');
    writer.prose(`${writer.style('green', `✓ ${well}`)} ${found} · ${costLine}`);
    return;
  }
  writer.heading(writer.word('check-heading'));
  writer.gap();
  const colors = { broken: 'red', unverifiable: 'yellow', warn: 'yellow', ok: 'green' } as const;
  const parts = counts.map(({ level, text }) => writer.style(colors[level], text));
  writer.prose(parts.length === 0 ? found : writer.pair(found, writer.list(parts)), 2);
  writer.prose(costLine, 2);
}

function writeUnread({ unread }: CheckOutcome, writer: ReportWriter): void {
  if (unread.length === 0) return;
  writer.countedHeading(writer.word('check-unread'), unread.length);
  for (const document of unread) writeError(unreadError(document), writer, 2);
}
