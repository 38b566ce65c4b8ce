import type { LeftBehind, Outcome } from '../core/outcome.js';
import { describeReason } from '../messages/describe-reason.js';
import { printable } from '../messages/printable.js';
import type { ReportWriter } from './report-writer.js';
import { writeMore } from './write-more.js';

const shown = 12;

/** What still points at the hosts that are being left, failed images last: they were named already. */
export function writeLeftBehind({ leftBehind }: Outcome, writer: ReportWriter): void {
  if (leftBehind.length === 0) return;
  writer.countedHeading(writer.word('left-behind'), leftBehind.length);
  const rank = ({ reason }: LeftBehind): number => (reason === 'failed' ? 1 : 0);
  const sorted = [...leftBehind].sort((one, other) => rank(one) - rank(other));
  const some = sorted.slice(0, writer.view.verbose ? sorted.length : shown);
  for (const { file, line, column, url, reason } of some) {
    const place = writer.style('cyan', `${printable(file)}:${line}:${column}`);
    writer.line(`${place}  ${describeReason(reason, writer.lang)}`, 2);
    writer.line(writer.style('dim', printable(url)), 4);
  }
  writeMore(sorted.length - some.length, writer);
}
