import type { AssetOutcome } from '../core/asset.js';
import { formatNamedBy } from '../core/image-format.js';
import type { Outcome } from '../core/outcome.js';
import { formatBytes } from '../messages/amounts.js';
import { describeReason } from '../messages/describe-reason.js';
import { printable } from '../messages/printable.js';
import { groupBy } from './group-by.js';
import type { ReportWriter } from './report-writer.js';
import { type TableColumn, textTable } from './text-table.js';
import { cutText } from './text-width.js';
import { writeMore } from './write-more.js';

/** What an optimization saved, by kind and at most, and what it left alone for what reason. */
export function writeSavings({ images }: Outcome, writer: ReportWriter): void {
  const smaller = images.filter(isSmaller);
  if (smaller.length > 0) {
    writeKinds(smaller, writer);
    writeBiggest(smaller, writer);
  }
  writeLeftAlone(images, writer);
}

interface SmallerImage extends AssetOutcome {
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

function isSmaller(image: AssetOutcome): image is SmallerImage {
  const { state, bytesBefore, bytesAfter } = image;
  return (state === 'planned' || state === 'stored') && bytesBefore !== undefined && bytesAfter !== undefined;
}

const end = { align: 'end' } as const;

function writeKinds(images: readonly SmallerImage[], writer: ReportWriter): void {
  writer.heading(writer.word('savings-by-kind'));
  const rows = [...groupBy(images, kindOf)]
    .map(([kind, list]) => ({ kind, list, saved: savedBy(list) }))
    .sort((one, other) => other.saved - one.saved)
    .map(({ kind, list }) => [kind, String(list.length), ...sizesOf(list)]);
  writeTable([{ title: writer.word('kind') }, { title: writer.word('images'), ...end }], rows, writer);
}

function kindOf({ url, key }: AssetOutcome): string {
  const before = formatNamedBy(url) ?? '?';
  const after = key === undefined ? before : (formatNamedBy(key) ?? '?');
  return before === after ? before : `${before} → ${after}`;
}

const shownSavings = 10;

function writeBiggest(images: readonly SmallerImage[], writer: ReportWriter): void {
  if (images.length < 2) return;
  writer.heading(writer.word('biggest-savings'));
  const biggest = images.toSorted((one, other) => savedBy([other]) - savedBy([one])).slice(0, shownSavings);
  const room = Math.max(20, writer.view.width - 40);
  const rows = biggest.map((image) => [cutText(printable(image.url), room), ...sizesOf([image])]);
  writeTable([{ title: writer.word('image') }], rows, writer);
}

function writeTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[], writer: ReportWriter): void {
  const sizes = (['size-before', 'size-after', 'size-saved'] as const).map((id) => ({
    title: writer.word(id),
    ...end,
  }));
  const [titles = '', ...lines] = textTable([...columns, ...sizes], rows);
  writer.line(writer.style('dim', titles), 2);
  for (const line of lines) writer.line(line, 2);
}

function sizesOf(images: readonly SmallerImage[]): readonly string[] {
  const before = images.reduce((sum, { bytesBefore }) => sum + bytesBefore, 0);
  const after = before - savedBy(images);
  return [formatBytes(before), formatBytes(after), `${((1 - after / before) * 100).toFixed(1)} %`];
}

const savedBy = (images: readonly SmallerImage[]): number =>
  images.reduce((sum, { bytesBefore, bytesAfter }) => sum + bytesBefore - bytesAfter, 0);

const shownNames = 3;

function writeLeftAlone(images: readonly AssetOutcome[], writer: ReportWriter): void {
  const left = images.filter(({ state }) => state === 'skipped');
  if (left.length === 0) return;
  writer.countedHeading(writer.word('left-alone'), left.length);
  const groups = [...groupBy(left, ({ reason }) => reason ?? '')].sort(
    ([, one], [, other]) => other.length - one.length,
  );
  for (const [reason, list] of groups) {
    writer.line(writer.pair(describeReason(reason, writer.lang), String(list.length)), 2);
    const some = list.slice(0, writer.view.verbose ? list.length : shownNames);
    for (const { url } of some) writer.line(writer.style('dim', printable(url)), 4);
    writeMore(list.length - some.length, writer, 4);
  }
}
