import type { ErrorReport } from '../core/errors.js';
import type { LabelId } from '../messages/label-ids.js';
import type { ReportWriter } from './report-writer.js';
import { writeError } from './write-error.js';

/** How a run ended, where it did not come to its end by itself. */
export interface EndOfRun {
  readonly stopped?: ErrorReport;
  readonly interrupted?: true;
}

/** Says what stopped a run, and that a person interrupted it. */
export function writeEnd(
  { interrupted, stopped }: EndOfRun,
  writer: ReportWriter,
  word: LabelId = 'interrupted',
): void {
  if (stopped) {
    writer.heading(writer.style('red', writer.word('stopped')));
    writeError(stopped, writer, 2);
  }
  if (interrupted) {
    writer.gap();
    writer.prose(writer.word(word), 0, 'yellow');
  }
}
