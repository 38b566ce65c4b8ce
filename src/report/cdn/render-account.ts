import type { CdnTaskStatus } from '../../core/cdn.js';
import type { CdnAccountReport } from '../../core/cdn-outcome.js';
import { jsonText } from '../../lib/json-text.js';
import { formatInstant } from '../../messages/amounts.js';
import { printable } from '../../messages/printable.js';
import { groupBy } from '../group-by.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import { textTable } from '../text-table.js';
import type { View } from '../view.js';
import { quotaText } from './render-submission.js';

const formats = {
  text: accountText,
  json: accountJson,
} as const satisfies Record<string, (report: CdnAccountReport, view: View) => string>;

export type AccountFormat = keyof typeof formats;

/** Tasks and quota of an account. */
export function renderAccount(
  report: CdnAccountReport,
  { format, ...view }: View & { readonly format: AccountFormat },
): string {
  return formats[format](report, view);
}

/** `config/schemas/cdn-status.schema.json` describes it. */
function accountJson({ provider, tasks, quota, waiting }: CdnAccountReport): string {
  const rows = tasks.map(({ task, action, state, address, at, detail }) => ({
    task,
    action,
    state,
    address: address ?? null,
    at: at === undefined ? null : new Date(at).toISOString(),
    detail: detail ?? null,
  }));
  return `${jsonText({ version: 1, provider, tasks: rows, quota, waiting }, 2)}\n`;
}

function accountText({ provider, tasks, quota, waiting, tellsTasks }: CdnAccountReport, view: View): string {
  const writer = createReportWriter(view);
  writer.heading(writer.word('cdn-status-heading', { provider }));
  writer.gap();
  writer.prose(writer.pair(writer.word('cdn-quota'), quotaText(quota, writer)), 2);
  if (waiting > 0) writer.prose(writer.word('cdn-waiting-here', { n: waiting }), 2, 'yellow');
  if (tasks.length === 0) writer.prose(writer.word(tellsTasks ? 'cdn-no-tasks' : 'cdn-tells-no-tasks'), 2);
  else writeTasks(tasks, writer);
  return writer.end();
}

/** A line a task, how many of its addresses are how far; each address where asked for. */
function writeTasks(tasks: readonly CdnTaskStatus[], writer: ReportWriter): void {
  const columns = [
    { title: writer.word('cdn-task') },
    { title: writer.word('cdn-action') },
    { title: writer.word('started') },
    { title: writer.word('state') },
  ];
  const groups = [...groupBy(tasks, ({ task }) => task)];
  const rows = groups.map(([task, parts]) => {
    const [first] = parts;
    const states = groupBy(parts, ({ state }) => state);
    const counts = (['failed', 'pending', 'done'] as const).flatMap((state) => {
      const n = states.get(state)?.length ?? 0;
      return n === 0 ? [] : [`${n} ${writer.word(`cdn-task-${state}`)}`];
    });
    const at = first?.at === undefined ? '' : formatInstant(first.at);
    return [printable(task), writer.word(`cdn-action-${first?.action ?? 'refresh'}`), at, writer.list(counts)];
  });
  const [titles = '', ...lines] = textTable(columns, rows);
  writer.gap();
  writer.line(writer.style('dim', titles), 2);
  lines.forEach((line, index) => {
    writer.line(line, 2);
    for (const { address, state, detail } of groups[index]?.[1] ?? []) {
      if (address === undefined || (!writer.view.verbose && state !== 'failed')) continue;
      writer.line(printable([address, detail].filter(Boolean).join('  ')), 4);
    }
  });
}
