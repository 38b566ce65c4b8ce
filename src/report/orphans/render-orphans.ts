import type { Orphan, OrphanState, OrphansOutcome } from '../../core/orphan.js';
import { jsonText } from '../../lib/json-text.js';
import { formatBytes, formatInstant } from '../../messages/amounts.js';
import type { Language } from '../../messages/catalogue.js';
import { describeNote } from '../../messages/describe-note.js';
import type { LabelId } from '../../messages/label-ids.js';
import { printable } from '../../messages/printable.js';
import { errorRecord } from '../error-record.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import type { View } from '../view.js';
import { writeError } from '../write-error.js';
import { writeMore } from '../write-more.js';
import { writeNotes } from '../write-notes.js';

/** Every format of what was found; a further one is a function and a line here. */
const formats = {
  text: orphansText,
  json: orphansJson,
  ndjson: orphanLines,
} as const satisfies Record<string, (outcome: OrphansOutcome, view: View) => string>;

export type OrphansFormat = keyof typeof formats;

/** Objects that nothing mentions, and what became of them. */
export function renderOrphans(
  outcome: OrphansOutcome,
  { format, ...view }: View & { readonly format: OrphansFormat },
): string {
  return formats[format](outcome, view);
}

function orphansJson(outcome: OrphansOutcome, { lang }: View): string {
  const { version, store, dryRun, run, objects, looked, notes, stopped, interrupted } = outcome;
  const report = {
    version,
    store,
    run: run ?? null,
    dryRun,
    objects,
    looked,
    orphans: outcome.orphans.map((orphan) => orphanRecord(orphan, lang)),
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  return `${jsonText(report, 2)}\n`;
}

function orphanLines({ orphans }: OrphansOutcome, { lang }: View): string {
  return orphans.map((orphan) => `${jsonText(orphanRecord(orphan, lang))}\n`).join('');
}

function orphanRecord({ key, size, lastModified, url, state, archivedAs, twins, error }: Orphan, lang: Language) {
  return {
    key,
    size,
    lastModified: lastModified === undefined ? null : new Date(lastModified).toISOString(),
    url: url ?? null,
    state,
    archivedAs: archivedAs ?? null,
    twins: twins.map((twin) => ({ ...twin, url: twin.url ?? null })),
    error: errorRecord(error, lang),
  };
}

function orphansText(outcome: OrphansOutcome, view: View): string {
  const writer = createReportWriter(view);
  const { stopped, interrupted, orphans, dryRun } = outcome;
  if (stopped && orphans.length === 0) {
    writeError(stopped, writer, 0);
    return writer.end();
  }
  writeSummary(outcome, writer);
  for (const state of shownStates) writeState(state, orphans, writer);
  writeNotes(outcome.notes, writer);
  if (stopped) writeError(stopped, writer, 0);
  if (interrupted) writer.prose(writer.word('interrupted'), 0, 'yellow');
  if (orphans.some(({ state }) => state !== 'failed') && !isRestore(orphans)) {
    writer.gap();
    writer.prose(writer.word('orphans-others'), 0, 'dim');
  }
  writeNext(outcome, dryRun, writer);
  return writer.end();
}

const isRestore = (orphans: readonly Orphan[]): boolean =>
  orphans.some(({ state }) => state === 'to-restore' || state === 'restored');

function writeSummary({ store, objects, looked, orphans, run }: OrphansOutcome, writer: ReportWriter): void {
  const { lang } = writer;
  writer.heading(writer.word('orphans-heading', { store, run }));
  writer.gap();
  const bytes = orphans.reduce((sum, { size }) => sum + size, 0);
  if (isRestore(orphans) || (looked.files === 0 && orphans.length === 0)) {
    writer.prose(writer.word('orphans-archived-count', { n: orphans.length, bytes }), 2);
    return;
  }
  writer.prose(writer.word('orphans-count', { objects, n: orphans.length, bytes }), 2);
  const parts = [
    writer.word('orphans-files', { n: looked.files }),
    ...(looked.branchFiles > 0 ? [writer.word('orphans-branch-files', { n: looked.branchFiles })] : []),
    ...(looked.objects > 0 ? [writer.word('orphans-text-objects', { n: looked.objects })] : []),
  ];
  writer.prose(
    writer.style('dim', writer.pair(writer.word('orphans-looked'), parts.join(lang === 'zh' ? '，' : ', '))),
    2,
  );
}

const shownStates = [
  'failed',
  'archived',
  'restored',
  'to-archive',
  'to-restore',
  'orphan',
  'too-young',
] as const satisfies readonly OrphanState[];

const shownOrphans = 20; // of one state

function writeState(state: OrphanState, orphans: readonly Orphan[], writer: ReportWriter): void {
  const list = orphans.filter((orphan) => orphan.state === state).sort((one, other) => other.size - one.size);
  if (list.length === 0) return;
  const id: LabelId = `orphan-${state}`;
  writer.countedHeading(writer.word(id), list.length);
  const some = list.slice(0, writer.view.verbose ? list.length : shownOrphans);
  for (const orphan of some) writeOrphan(orphan, writer);
  writeMore(list.length - some.length, writer);
}

function writeOrphan(
  { key, size, lastModified, state, archivedAs, twins, error, url }: Orphan,
  writer: ReportWriter,
): void {
  const modified = lastModified === undefined ? '' : `  ${writer.style('dim', formatInstant(lastModified))}`;
  writer.line(`${formatBytes(size).padStart(9)}${modified}  ${printable(key)}`, 2);
  if (writer.view.verbose && url !== undefined) writer.line(writer.style('dim', printable(url)), 13);
  const arrow = state === 'to-restore' || state === 'restored' ? '←' : '→';
  if (archivedAs !== undefined) writer.line(writer.style('dim', `${arrow} ${printable(archivedAs)}`), 13);
  for (const twin of twins.slice(0, 3)) {
    writer.line(writer.style('dim', writer.word('orphan-twin', { store: twin.store, key: twin.key })), 13);
  }
  if (error) writeError(error, writer, 13);
}

function writeNext({ orphans, run, store }: OrphansOutcome, dryRun: boolean, writer: ReportWriter): void {
  const isPlan = dryRun && orphans.some(({ state }) => state === 'to-archive' || state === 'to-restore');
  const isListed = orphans.some(({ state }) => state === 'orphan');
  const steps: readonly (readonly [boolean, LabelId])[] = [
    [isPlan, 'orphans-next-write'],
    [isListed, 'orphans-next-archive'],
    [run !== undefined && orphans.some(({ state }) => state === 'archived'), 'next-undo'],
  ];
  const wanted = steps.filter(([isWanted]) => isWanted);
  if (wanted.length === 0) return;
  writer.heading(writer.word('next'));
  for (const [, id] of wanted) {
    const [typed = '', meaning = ''] = writer.word(id, { store, run }).split('|');
    writer.line(`${writer.style('cyan', typed)}   ${meaning}`, 2);
  }
}
