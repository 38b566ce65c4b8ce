import type { ObjectTotals, StoreSummary } from '../../core/store-summary.js';
import { jsonText } from '../../lib/json-text.js';
import { formatInstant } from '../../messages/amounts.js';
import type { LabelId } from '../../messages/label-ids.js';
import { printable } from '../../messages/printable.js';
import { createReportWriter, type ReportWriter } from '../report-writer.js';
import { textTable } from '../text-table.js';
import type { View } from '../view.js';

/** Every format of a store's totals. */
const formats = {
  text: storeText,
  json: storeJson,
} as const satisfies Record<string, (summary: StoreSummary, view: View) => string>;

/** What a store holds, in all. */
export function renderStore(
  summary: StoreSummary,
  { format, ...view }: View & { readonly format: keyof typeof formats },
): string {
  return formats[format](summary, view);
}

/** As `config/schemas/store.schema.json` has it. */
function storeJson({ store, addresses, all, endings, classes, lastModified, used }: StoreSummary): string {
  const document = {
    version: 1,
    store,
    addresses,
    ...all,
    lastModified: lastModified === undefined ? null : new Date(lastModified).toISOString(),
    endings: [...endings].map(([ending, totals]) => ({ ending, ...totals })),
    classes: [...classes].map(([name, totals]) => ({ class: name, ...totals })),
    used: used ?? null,
  };
  return `${jsonText(document, 2)}\n`;
}

function storeText({ store, addresses, all, endings, classes, lastModified, used }: StoreSummary, view: View): string {
  const writer = createReportWriter(view);
  const { word } = writer;
  const total = (totals: ObjectTotals): string => word('objects-total', { n: totals.objects, bytes: totals.bytes });
  writer.heading(printable(store));
  writeFacts(
    [
      ...addresses.slice(0, 1).map((address): Fact => [word('object-address'), address]),
      [word('store-objects'), total(all)],
      ...(used ? [[word('store-used'), total(used)] as const] : []),
      ...(lastModified === undefined ? [] : [[word('store-newest'), formatInstant(lastModified)] as const]),
    ],
    writer,
  );
  writeGroups('store-by-ending', endings, total, writer);
  writeGroups('store-by-class', classes, total, writer);
  return writer.end();
}

type Fact = readonly [name: string, value: string];

function writeFacts(facts: readonly Fact[], writer: ReportWriter): void {
  const rows = facts.map(([name, value]) => [writer.style('dim', printable(name)), printable(value)]);
  for (const line of textTable([{ title: '' }, { title: '' }], rows).slice(1)) writer.line(line, 2);
}

function writeGroups(
  heading: LabelId,
  groups: StoreSummary['endings'],
  total: (totals: ObjectTotals) => string,
  writer: ReportWriter,
): void {
  if (groups.size === 0) return;
  writer.heading(writer.word(heading));
  const facts = [...groups].map(([name, totals]): Fact => [name || writer.word('store-no-ending'), total(totals)]);
  writeFacts(facts, writer);
}
