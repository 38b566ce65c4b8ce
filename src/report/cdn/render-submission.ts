import type { CdnQuota } from '../../core/cdn.js';
import type { CdnNameState, CdnOutcome, CdnTotals } from '../../core/cdn-outcome.js';
import { exitCodeOf } from '../../core/errors.js';
import { jsonText } from '../../lib/json-text.js';
import { describeNote } from '../../messages/describe-note.js';
import type { LabelId } from '../../messages/label-ids.js';
import { printable } from '../../messages/printable.js';
import { errorRecord } from '../error-record.js';
import { groupBy } from '../group-by.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import type { StyleName } from '../text-style.js';
import type { View } from '../view.js';
import { writeEnd } from '../write-end.js';
import { writeError } from '../write-error.js';
import { writeMore } from '../write-more.js';
import { writeSteps } from '../write-next-steps.js';
import { writeNotes } from '../write-notes.js';

const formats = {
  text: submissionText,
  json: submissionJson,
} as const satisfies Record<string, (outcome: CdnOutcome, view: View) => string>;

export type SubmissionFormat = keyof typeof formats;

/** What a refresh or a prefetch did, or would do. */
export function renderSubmission(
  outcome: CdnOutcome,
  { format, ...view }: View & { readonly format: SubmissionFormat },
): string {
  return formats[format](outcome, view);
}

/** For scripts; `config/schemas/cdn.schema.json` describes it. */
function submissionJson(outcome: CdnOutcome, { lang }: View): string {
  const { version, command, dryRun, provider, names, quota, notes, totals, stopped, interrupted } = outcome;
  const report = {
    version,
    command,
    dryRun,
    provider: provider ?? null,
    addresses: names.map(({ name, target, state, task, at, error }) => ({
      name,
      target,
      state,
      task: task ?? null,
      at: at === undefined ? null : new Date(at).toISOString(),
      error: errorRecord(error, lang),
    })),
    quota,
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    totals,
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  return `${jsonText(report, 2)}\n`;
}

function submissionText(outcome: CdnOutcome, view: View): string {
  const writer = createReportWriter(view);
  const { dryRun, notes, provider, stopped, totals } = outcome;
  if (stopped && exitCodeOf(stopped.code) === 2 && outcome.names.length === 0) {
    writeError(stopped, writer, 0);
    return writer.end();
  }
  const facts = { action: actionOf(outcome), provider };
  writer.heading(writer.word(dryRun ? 'cdn-plan-heading' : 'cdn-heading', facts));
  if (totals.names > 0 || !hasStopped(outcome)) writeTotals(outcome, writer);
  writeNames(outcome, writer);
  writeNotes(notes, writer);
  writeEnd(outcome, writer);
  const action = actionOf(outcome);
  writeSteps(
    nextSteps(outcome).map((id) => writer.word(id, { action })),
    writer,
  );
  return writer.end();
}

const hasStopped = ({ interrupted, stopped }: CdnOutcome): boolean => interrupted === true || stopped !== undefined;

/** How many addresses came how far, what the quota leaves, calls; nothing of it is known of a run that came to no address. */
function writeTotals(outcome: CdnOutcome, writer: ReportWriter): void {
  const { dryRun, totals } = outcome;
  writer.gap();
  const names = writer.word('cdn-names', { n: totals.names });
  writer.prose(totals.names === 0 ? names : writer.pair(names, countsOf(totals, writer)), 2);
  const quota = writer.word(totals.sent > 0 ? 'cdn-quota-before' : 'cdn-quota');
  writer.prose(writer.pair(quota, quotaText(ownQuota(outcome), writer)), 2);
  const calls = writer.word(dryRun ? 'cdn-calls-planned' : 'cdn-calls-made', { n: totals.calls });
  writer.prose(`${calls} · ${writer.style('dim', writer.word('elapsed', { ms: totals.elapsed }))}`, 2);
}

/** What the other action may still do is no matter here. */
const ownQuota = (outcome: CdnOutcome): readonly CdnQuota[] =>
  outcome.quota.filter(({ action }) => action === actionOf(outcome));

const actionOf = ({ command }: CdnOutcome): string => command.slice('cdn '.length);

const counted: readonly (readonly [keyof CdnTotals, LabelId, StyleName?])[] = [
  ['planned', 'cdn-planned'],
  ['sent', 'cdn-sent', 'green'],
  ['sentBefore', 'cdn-sent-before'],
  ['waiting', 'cdn-waiting', 'yellow'],
  ['failed', 'cdn-failed', 'red'],
];

function countsOf(totals: CdnTotals, { word, style, list }: ReportWriter): string {
  const parts = counted.flatMap(([field, id, color]) => {
    if (totals[field] === 0) return [];
    const text = word(id, { n: totals[field] });
    return [color === undefined ? text : style(color, text)];
  });
  return list(parts);
}

/** `9,990 of 10,000 addresses to refresh, …`. */
export function quotaText(quota: readonly CdnQuota[], { word, list }: ReportWriter): string {
  if (quota.length === 0) return word('cdn-quota-none');
  return list(
    quota.flatMap(({ action, target, remaining, limit }) =>
      action === 'prefetch' && target !== 'url'
        ? []
        : [word(`cdn-quota-${action}-${target}` as LabelId, { remaining, limit })],
    ),
  );
}

const shown = 10;

const headings: Readonly<Partial<Record<CdnNameState, LabelId>>> = {
  planned: 'cdn-to-send-heading',
  'sent-before': 'cdn-sent-before-heading',
  waiting: 'cdn-waiting-heading',
  sent: 'cdn-sent-heading',
};

function writeNames({ names, dryRun, stopped }: CdnOutcome, writer: ReportWriter): void {
  const { verbose } = writer.view;
  for (const [state, group] of groupBy(names, (one) => one.state)) {
    const id = headings[state];
    if (id === undefined || (state === 'sent' && !verbose)) continue;
    if (state === 'planned' && !dryRun && !stopped && !verbose) continue;
    writer.countedHeading(writer.word(id), group.length);
    const some = group.slice(0, verbose ? group.length : shown);
    for (const { name, task, at } of some) {
      const when = at === undefined ? '' : writer.word(task === undefined ? 'cdn-at' : 'cdn-at-task', { at, task });
      writer.line(`${printable(name)}${when === '' ? '' : `  ${writer.style('dim', when)}`}`, 2);
    }
    writeMore(group.length - some.length, writer);
  }
  writeRefused(names, writer);
}

/** What was refused, each reason once. */
function writeRefused(names: CdnOutcome['names'], writer: ReportWriter): void {
  const failed = names.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return;
  writer.countedHeading(writer.word('needs-you'), failed.length);
  const groups = groupBy(failed, ({ error }) => `${error?.code} ${error?.facts.found} ${error?.facts.hint}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (!first?.error) continue;
    const { url: _, ...facts } = first.error.facts;
    writeError({ ...first.error, facts }, writer, 2);
    const some = group.slice(0, writer.view.verbose ? group.length : shown);
    for (const { name } of some) writer.line(printable(name), 4);
    writeMore(group.length - some.length, writer);
  }
}

function nextSteps({ dryRun, interrupted, names, stopped, totals }: CdnOutcome): readonly LabelId[] {
  if (interrupted || (stopped && exitCodeOf(stopped.code) === 3)) return ['next-again'];
  if (stopped) return [];
  return [
    ...(dryRun && totals.planned > 0 ? (['cdn-next-write'] as const) : []),
    ...(!dryRun && totals.waiting > 0 ? (['cdn-next-later'] as const) : []),
    ...(names.some(({ state, task }) => state === 'sent' && task !== undefined) ? (['cdn-next-status'] as const) : []),
  ];
}
