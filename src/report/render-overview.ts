import {
  type HostImages,
  type ImageCount,
  type NextStep,
  nextSteps,
  type Overview,
  type SizedImages,
} from '../core/overview.js';
import { jsonText } from '../lib/json-text.js';
import { formatBytes } from '../messages/amounts.js';
import { printable } from '../messages/printable.js';
import { createReportWriter, type ReportWriter } from './report-writer.js';
import { textTable } from './text-table.js';
import { textWidth } from './text-width.js';
import type { View } from './view.js';
import { writeMore } from './write-more.js';
import { writeSteps } from './write-next-steps.js';

/** Every format of an overview. */
const formats = {
  text: overviewText,
  json: overviewJson,
} as const satisfies Record<string, (overview: Overview, view: View) => string>;

export type OverviewFormat = keyof typeof formats;

/** What stands in a folder, on one screen. */
export function renderOverview(
  overview: Overview,
  { format, ...view }: View & { readonly format: OverviewFormat },
): string {
  return formats[format](overview, view);
}

const mostHosts = 10;
const mostMissing = 5;

function overviewText(overview: Overview, view: View): string {
  const writer = createReportWriter(view);
  const { generators, images, posts, unread } = overview;
  writer.line(writer.style('bold', ['imgferry', ...generators].join(' · ')));
  const counts = { posts, ...images };
  writer.line(writer.word(images.images === 0 ? 'overview-nothing' : 'overview-counts', counts), 2);
  if (unread > 0) writer.line(writer.word('overview-unread', { n: unread }), 2);
  writePlaces(overview, writer);
  writeMissing(overview, writer);
  const steps = nextSteps(overview);
  if (steps.length > 0)
    writeSteps(
      steps.map((step) => lineOf(step, writer)),
      writer,
    );
  return writer.end();
}

function writePlaces({ embedded, files, hosts, missing, unclear }: Overview, writer: ReportWriter): void {
  const { word } = writer;
  const rows = [
    ...hosts.slice(0, mostHosts).map((host) => rowOf(shownHost(host), host, sizeText(host, writer))),
    ...(files.images > 0 ? [rowOf(word('overview-files'), files, sizeText(files, writer))] : []),
    ...(missing.length > 0 ? [missingRow(missing, writer)] : []),
    ...(embedded.images > 0 ? [rowOf(word('overview-embedded'), embedded, '')] : []),
    ...(unclear.images > 0 ? [rowOf(word('overview-unclear'), unclear, '')] : []),
  ];
  if (rows.length === 0) return;
  const columns = [
    { title: word('overview-where') },
    { title: word('images'), align: 'end' },
    { title: word('overview-named'), align: 'end' },
    { title: word('overview-size') },
  ] as const;
  const [titles = '', ...lines] = textTable(columns, rows);
  writer.gap();
  const isWide = [titles, ...lines].some((line) => textWidth(line) + 2 > writer.view.width);
  if (isWide) for (const row of rows) writeRow(row, writer);
  else {
    writer.line(writer.style('dim', titles), 2);
    for (const line of lines) writer.line(line, 2);
  }
  writeMore(hosts.length - mostHosts, writer);
  if (hosts.some(({ sized }) => sized === 0)) writer.prose(word('overview-size-unknown'), 2, 'dim');
}

/** Where a table has no room: a place, and its figures below it. */
function writeRow([where = '', images = '', named = '', size = '']: readonly string[], writer: ReportWriter): void {
  writer.line(where, 2);
  writer.prose(writer.word('overview-row', { images, named, size: size === '' ? undefined : size }), 4, 'dim');
}

const rowOf = (where: string, { images, named }: ImageCount, size: string): readonly string[] => [
  where,
  String(images),
  String(named),
  size,
];

const missingRow = (missing: Overview['missing'], { word }: ReportWriter): readonly string[] => {
  const images = new Set(missing.map(({ raw }) => raw)).size;
  return rowOf(word('overview-missing'), { images, named: missing.length }, '');
};

/** A configured store is said by its name; what the host itself tells need not be said again. */
const shownHost = ({ bucket, host }: HostImages): string =>
  printable(bucket === undefined || bucket.includes('://') ? host : `${host} (${bucket})`);

function sizeText({ bytes, images, sized }: SizedImages, { word }: ReportWriter): string {
  if (sized === 0) return '?';
  return sized === images ? formatBytes(bytes) : word('overview-size-part', { bytes, n: sized });
}

function writeMissing({ missing }: Overview, writer: ReportWriter): void {
  if (missing.length === 0) return;
  writer.countedHeading(writer.word('overview-missing'), missing.length);
  for (const { column, file, line, raw } of missing.slice(0, mostMissing)) {
    const place = printable(`${file}:${line}:${column}`);
    const isBeside = textWidth(place) + textWidth(printable(raw)) + 4 <= writer.view.width;
    writer.line(writer.style('cyan', place) + (isBeside ? `  ${printable(raw)}` : ''), 2);
    if (!isBeside) writer.line(printable(raw), 4);
  }
  writeMore(missing.length - mostMissing, writer);
}

function lineOf(step: NextStep, { word }: ReportWriter): string {
  if (step.id === 'check') return word('overview-check', step.n > 0 ? { n: step.n } : {});
  if (step.id === 'relink') return word('overview-relink', { base: step.base });
  if (step.id === 'optimize-store') return word('overview-optimize-store', { store: typed(step.store) });
  const { bytes, images, sized } = step;
  const size = sized === 0 ? {} : { size: `${sized < images ? '≥ ' : ''}${formatBytes(bytes)}` };
  const facts = { n: images, ...size };
  if (step.id === 'transfer')
    return word('overview-transfer', { ...facts, bucket: typed(step.bucket), to: typed(step.to ?? 'STORE') });
  return step.id === 'migrate' && step.to !== undefined
    ? word('overview-migrate-home', { ...facts, store: printable(step.to) })
    : word(`overview-${step.id}`, facts);
}

/** A store as a shell takes it. */
const typed = (store: string): string => (/[?&]/.test(store) ? `'${printable(store)}'` : printable(store));

function overviewJson(overview: Overview): string {
  return `${jsonText({ version: 1, ...overview, next: nextSteps(overview) }, 2)}\n`;
}
