import type { RunRecord } from '../core/ledger.js';
import { jsonText } from '../lib/json-text.js';
import { formatInstant } from '../messages/amounts.js';
import { label } from '../messages/label.js';
import type { LabelId } from '../messages/label-ids.js';
import { createTextStyle } from './text-style.js';
import { textTable } from './text-table.js';
import type { View } from './view.js';

/** Every format of the list of runs. */
const formats = {
  text: runsText,
  json: runsJson,
} as const satisfies Record<string, (runs: readonly RunRecord[], view: View) => string>;

export type RunsFormat = keyof typeof formats;

/** The runs that the ledger remembers, as it gives them. */
export function renderRuns(
  runs: readonly RunRecord[],
  { format, ...view }: View & { readonly format: RunsFormat },
): string {
  return formats[format](runs, view);
}

function runsText(runs: readonly RunRecord[], { lang, color }: View): string {
  if (runs.length === 0) return `${label('no-runs', lang)}\n`;
  const style = createTextStyle({ color });
  const columns = [
    { title: label('run', lang) },
    { title: label('command', lang) },
    { title: label('started', lang) },
    { title: label('runs-changed', lang), align: 'end' },
    { title: label('runs-edits', lang), align: 'end' },
    { title: label('state', lang) },
  ] as const;
  const rows = runs.map((run) => [
    run.id,
    run.command,
    formatInstant(run.startedAt),
    String(run.standing + run.undone),
    String(run.edits),
    label(stateOf(run), lang),
  ]);
  const [titles = '', ...lines] = textTable(columns, rows);
  return `${[style('dim', titles), ...lines].join('\n')}\n`;
}

function stateOf({ state, standing, undone }: RunRecord): LabelId {
  if (undone === 0) return `run-${state}`;
  return standing === 0 ? 'run-undone' : 'run-partly-undone';
}

function runsJson(runs: readonly RunRecord[]): string {
  const iso = (epochMs: number | undefined): string | null =>
    epochMs === undefined ? null : new Date(epochMs).toISOString();
  const records = runs.map(({ id, command, state, startedAt, finishedAt, standing, undone, edits }) => {
    return { id, command, state, startedAt: iso(startedAt), finishedAt: iso(finishedAt), standing, undone, edits };
  });
  return `${jsonText({ version: 1, runs: records }, 2)}\n`;
}
