import type { ErrorReport } from '../core/errors.js';
import { createReportWriter } from './report-writer.js';
import type { View } from './view.js';
import { writeError } from './write-error.js';

/** An error that ended a command before there was an outcome, for a person. */
export function renderError(error: ErrorReport, view: View): string {
  const writer = createReportWriter(view);
  writeError(error, writer, 0);
  return writer.end();
}
