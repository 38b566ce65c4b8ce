import type { ErrorReport } from '../core/errors.js';
import { describeError, type ErrorDescription } from '../messages/describe-error.js';
import type { ReportWriter } from './report-writer.js';

/** One error: what, expected, found, where, what to do. */
export function writeError(error: ErrorReport, writer: ReportWriter, indent: number): void {
  const described = describeError(error, writer.lang);
  writer.prose(`✗ ${described.title}`, indent, 'red');
  writeDetails(described, writer, indent + 2);
  writeAdvice(described, writer, indent + 2);
}

/** What was expected, found and where, a line each. */
export function writeDetails(described: ErrorDescription, writer: ReportWriter, indent: number): void {
  const details = [
    ['word-where', described.where],
    ['word-expected', described.expected],
    ['word-found', described.found],
  ] as const;
  for (const [id, text] of details) {
    if (text !== undefined) writer.prose(writer.pair(writer.style('dim', writer.word(id)), text), indent);
  }
}

export function writeAdvice({ advice }: ErrorDescription, writer: ReportWriter, indent: number): void {
  writer.prose(`→ ${advice}`, indent);
}
