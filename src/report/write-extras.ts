import type { Outcome } from '../core/outcome.js';
import { printable } from '../messages/printable.js';
import type { ReportWriter } from './report-writer.js';
import { writeMore } from './write-more.js';

const shown = 12;

/** What a comparison of two stores found at the target alone. */
export function writeExtras({ images, totals }: Outcome, writer: ReportWriter): void {
  const extras = images.filter(({ reason }) => reason === 'only-at-target');
  if (extras.length === 0) return;
  writer.countedHeading(writer.word('only-at-target'), totals.skipped);
  const some = extras.slice(0, writer.view.verbose ? extras.length : shown);
  for (const { url, publicUrl, key } of some) writer.line(printable(publicUrl ?? key ?? url), 2);
  writeMore(totals.skipped - some.length, writer);
}
