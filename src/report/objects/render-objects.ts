import type { ObjectEntry } from '../../core/object-entry.js';
import { jsonText } from '../../lib/json-text.js';
import { formatBytes, formatInstant } from '../../messages/amounts.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import { createTextStyle } from '../text-style.js';
import type { View } from '../view.js';
import { objectRecord } from './object-record.js';

type ObjectsFormatter = (entries: AsyncIterable<ObjectEntry>, view: View) => AsyncIterable<string>;

/** Every format of a listing; a further one is a function and a line here. */
const formats = {
  text: listingText,
  json: listingJson,
  ndjson: listingLines,
} as const satisfies Record<string, ObjectsFormatter>;

export type ObjectsFormat = keyof typeof formats;

/** The objects of a store, each as it comes: nothing is gathered. */
export function renderObjects(
  entries: AsyncIterable<ObjectEntry>,
  { format, ...view }: View & { readonly format: ObjectsFormat },
): AsyncIterable<string> {
  return formats[format](entries, view);
}

async function* listingLines(entries: AsyncIterable<ObjectEntry>): AsyncIterable<string> {
  for await (const entry of entries) yield `${jsonText(objectRecord(entry))}\n`;
}

async function* listingJson(entries: AsyncIterable<ObjectEntry>): AsyncIterable<string> {
  yield '{"version":1,"objects":[';
  let separator = '\n';
  for await (const entry of entries) {
    yield separator + jsonText(objectRecord(entry));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** Columns of a fixed width, as the widest cell isn't known before the end. */
async function* listingText(entries: AsyncIterable<ObjectEntry>, view: View): AsyncIterable<string> {
  const style = createTextStyle(view);
  let [n, bytes] = [0, 0];
  for await (const entry of entries) {
    n += 1;
    bytes += entry.size;
    const { size, lastModified, storageClass, contentType, places } = entry;
    const modified = lastModified === undefined ? '' : formatInstant(lastModified);
    const more = [contentType, storageClass, places && label('object-uses-count', view.lang, { n: places.length })];
    const details = more.filter((text) => text !== undefined).join(' · ');
    const facts = `${formatBytes(size).padStart(9)}  ${style('dim', modified.padEnd(16))}`;
    yield `${facts}  ${printable(entry.key)}${details === '' ? '' : `  ${style('dim', printable(details))}`}\n`;
    if (view.verbose) yield* detailsOf(entry, style);
  }
  yield `${n === 0 ? '' : '\n'}${label('objects-total', view.lang, { n, bytes })}\n`;
}

function* detailsOf(
  { url, headers = {}, places = [] }: ObjectEntry,
  style: ReturnType<typeof createTextStyle>,
): Generator<string> {
  const indent = ' '.repeat(29);
  if (url !== undefined) yield `${indent}${printable(url)}\n`;
  for (const [name, value] of Object.entries(headers))
    yield `${indent}${style('dim', printable(`${name}: ${value}`))}\n`;
  for (const { file, line, column } of places)
    yield `${indent}${style('cyan', `${printable(file)}:${line}:${column}`)}\n`;
}
