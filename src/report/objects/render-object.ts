import type { ObjectEntry } from '../../core/object-entry.js';
import { jsonText } from '../../lib/json-text.js';
import { formatBytes, formatInstant } from '../../messages/amounts.js';
import type { LabelId } from '../../messages/label-ids.js';
import { printable } from '../../messages/printable.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import { textTable } from '../text-table.js';
import type { View } from '../view.js';
import { objectRecord } from './object-record.js';

/** Every format of one object. */
const formats = {
  text: objectText,
  json: objectJson,
} as const satisfies Record<string, (entry: ObjectEntry, view: View) => string>;

/** One object with all that is known of it. */
export function renderObject(
  entry: ObjectEntry,
  { format, ...view }: View & { readonly format: keyof typeof formats },
): string {
  return formats[format](entry, view);
}

function objectJson(entry: ObjectEntry): string {
  return `${jsonText({ version: 1, ...objectRecord(entry) }, 2)}\n`;
}

function objectText(entry: ObjectEntry, view: View): string {
  const writer = createReportWriter(view);
  writer.heading(printable(entry.key));
  const rows = factsOf(entry).map(([id, value]) => [writer.style('dim', writer.word(id)), printable(value)]);
  const headers = Object.entries(entry.headers ?? {}).filter(([name]) => name !== 'content-type');
  const all = [...rows, ...headers.map((pair) => [writer.style('dim', printable(pair[0])), printable(pair[1])])];
  for (const line of textTable([{ title: '' }, { title: '' }], all).slice(1)) writer.line(line, 2);
  writeUses(entry, writer);
  return writer.end();
}

function factsOf({ url, size, contentType, storageClass, lastModified, etag }: ObjectEntry) {
  const facts: readonly (readonly [LabelId, string | undefined])[] = [
    ['object-address', url],
    ['object-size', size < 1000 ? formatBytes(size) : `${formatBytes(size)} (${size} B)`],
    ['object-type', contentType],
    ['object-class', storageClass],
    ['object-modified', lastModified === undefined ? undefined : formatInstant(lastModified)],
    ['object-etag', etag],
  ];
  return facts.flatMap(([id, value]): [LabelId, string][] => (value === undefined ? [] : [[id, value]]));
}

function writeUses({ places }: ObjectEntry, writer: ReportWriter): void {
  if (places === undefined) return;
  if (places.length === 0) writer.heading(writer.word('object-unused'));
  else writer.countedHeading(writer.word('object-uses'), places.length);
  for (const { file, line, column } of places) {
    writer.line(writer.style('cyan', `${printable(file)}:${line}:${column}`), 2);
  }
}
