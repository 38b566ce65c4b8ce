import type { HeaderChange, HeadersOutcome } from '../../core/header-change.js';
import { jsonText } from '../../lib/json-text.js';
import type { Language } from '../../messages/catalogue.js';
import { describeNote } from '../../messages/describe-note.js';
import { printable } from '../../messages/printable.js';
import { errorRecord } from '../error-record.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import type { View } from '../view.js';
import { writeError } from '../write-error.js';
import { writeMore } from '../write-more.js';
import { writeNotes } from '../write-notes.js';

/** Every format; a further one is a function and a line here. */
const formats = {
  text: headersText,
  json: headersJson,
  ndjson: headerLines,
} as const satisfies Record<string, (outcome: HeadersOutcome, view: View) => string>;

/** Headers that are not as they should be, and what became of them. */
export function renderHeaders(
  outcome: HeadersOutcome,
  { format, ...view }: View & { readonly format: keyof typeof formats },
): string {
  return formats[format](outcome, view);
}

function headersJson(outcome: HeadersOutcome, { lang }: View): string {
  const { version, run, store, dryRun, objects, changes, notes, stopped, interrupted } = outcome;
  const report = {
    version,
    run: run ?? null,
    store,
    dryRun,
    objects,
    changes: changes.map((change) => changeRecord(change, lang)),
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  return `${jsonText(report, 2)}\n`;
}

function headerLines({ changes }: HeadersOutcome, { lang }: View): string {
  return changes.map((change) => `${jsonText(changeRecord(change, lang))}\n`).join('');
}

function changeRecord({ key, url, state, before, after, error }: HeaderChange, lang: Language) {
  return { key, url: url ?? null, state, before, after, error: errorRecord(error, lang) };
}

function headersText(outcome: HeadersOutcome, view: View): string {
  const writer = createReportWriter(view);
  const { run, store, objects, changes, notes, stopped, interrupted, dryRun } = outcome;
  writer.heading(writer.word('headers-heading', { store, run }));
  writer.gap();
  const n = changes.length;
  writer.prose(writer.word('headers-count', { objects, n }), 2);
  for (const state of ['failed', 'changed', 'planned'] as const) {
    const list = changes.filter((change) => change.state === state);
    if (list.length > 0) writeChanges(list, writer);
  }
  writeNotes(notes, writer);
  if (stopped) writeError(stopped, writer, 0);
  if (interrupted) writer.prose(writer.word('interrupted'), 0, 'yellow');
  const isChanged = changes.some(({ state }) => state === 'changed');
  if (dryRun && n > 0) writeNext(writer.word('next-write', { command: `headers ${store}` }), writer);
  else if (run !== undefined && isChanged) writeNext(writer.word('next-undo', { run }), writer);
  return writer.end();
}

function writeNext(step: string, writer: ReportWriter): void {
  const [typed = '', meaning = ''] = step.split('|');
  writer.heading(writer.word('next'));
  writer.line(`${writer.style('cyan', typed)}   ${meaning}`, 2);
}

const shownChanges = 10; // of one state

function writeChanges(changes: readonly HeaderChange[], writer: ReportWriter): void {
  const [first] = changes;
  if (!first) return;
  writer.countedHeading(writer.word(`headers-${first.state}`), changes.length);
  const some = changes.slice(0, writer.view.verbose ? changes.length : shownChanges);
  for (const { key, before, after, error } of some) {
    writer.line(printable(key), 2);
    for (const [name, value] of Object.entries(after)) {
      const was = before[name] ?? writer.word('headers-none');
      writer.line(writer.style('dim', printable(`${name}: ${was} → ${value}`)), 4);
    }
    if (error) writeError(error, writer, 4);
  }
  writeMore(changes.length - some.length, writer);
}
