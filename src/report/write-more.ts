import type { ReportWriter } from './report-writer.js';

/** Says how many are not shown. */
export function writeMore(n: number, writer: ReportWriter, indent = 2): void {
  if (n > 0) writer.line(writer.style('dim', writer.word('more', { n })), indent);
}
