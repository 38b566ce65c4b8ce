import { relative, sep } from 'node:path';
import type { ImageReference } from '../core/image-reference.js';
import { jsonText } from '../lib/json-text.js';
import { describeReason } from '../messages/describe-reason.js';
import { label } from '../messages/label.js';
import type { LabelId } from '../messages/label-ids.js';
import { printable } from '../messages/printable.js';
import { createTextStyle } from './text-style.js';
import type { View } from './view.js';

/** A reference as scripts get it; permanent names. `start` and `end` in UTF-16 code units, `line` and `column` from 1. */
export interface ScanRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
  readonly syntax: string;
  readonly raw: string;
  /** Decoded and resolved address, or the path of a local file; null where there is none. */
  readonly url: string | null;
  readonly kind: 'remote' | 'file' | 'data' | 'unsupported';
}

interface ScanOptions extends View {
  /** What paths are relative to. */
  readonly cwd: string;
}

/** The references of one document after the other. */
type Documents = AsyncIterable<readonly ImageReference[]> | Iterable<readonly ImageReference[]>;
type ScanFormatter = (documents: Documents, options: ScanOptions) => AsyncIterable<string>;

/** Every format of a scan; a further one is a function and a line here. */
const formats = {
  text: scanText,
  json: scanJson,
  ndjson: scanLines,
} as const satisfies Record<string, ScanFormatter>;

export type ScanFormat = keyof typeof formats;

/** What was found in posts, a document's at a time as it is found: nothing is gathered. */
export function renderScan(
  documents: Documents,
  { format, ...options }: ScanOptions & { readonly format: ScanFormat },
): AsyncIterable<string> {
  return formats[format](documents, options);
}

/** One reference as scripts get it. */
export function scanRecord(reference: ImageReference, cwd: string): ScanRecord {
  const { document, line, column, span, syntax, raw, target } = reference;
  const base = { file: document, line, column, start: span.start, end: span.end, syntax, raw };
  return { ...base, url: addressOf(target, cwd), kind: target.kind };
}

function addressOf(target: ImageReference['target'], cwd: string): string | null {
  if (target.kind === 'remote') return target.url;
  return target.kind === 'file' ? relative(cwd, target.path).split(sep).join('/') : null;
}

async function* scanLines(documents: Documents, { cwd }: ScanOptions): AsyncIterable<string> {
  for await (const references of documents) {
    yield references.map((reference) => `${jsonText(scanRecord(reference, cwd))}\n`).join('');
  }
}

async function* scanJson(documents: Documents, { cwd }: ScanOptions): AsyncIterable<string> {
  yield '{"version":1,"references":[';
  let separator = '\n';
  for await (const references of documents) {
    if (references.length === 0) continue;
    yield separator + references.map((reference) => jsonText(scanRecord(reference, cwd))).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

async function* scanText(scanned: Documents, { cwd, lang, color }: ScanOptions): AsyncIterable<string> {
  const style = createTextStyle({ color });
  const counts = { remote: 0, file: 0, data: 0, unsupported: 0 };
  let documents = 0;
  for await (const references of scanned) {
    const [first] = references;
    if (!first) continue;
    documents += 1;
    const lines = references.map((reference) => {
      const { line, column, syntax } = reference;
      const place = style('cyan', `${line}:${column}`);
      return `  ${place}  ${style('dim', syntax)}  ${shownTarget(reference, cwd, lang)}\n`;
    });
    for (const { target } of references) counts[target.kind] += 1;
    yield `${documents === 1 ? '' : '\n'}${style('bold', printable(first.document))}\n${lines.join('')}`;
  }
  const n = counts.remote + counts.file + counts.data + counts.unsupported;
  yield `${n === 0 ? '' : '\n'}${label('scan-total', lang, { n, documents, ...counts })}\n`;
}

function shownTarget({ target, raw }: ImageReference, cwd: string, lang: View['lang']): string {
  const kind: LabelId = `kind-${target.kind}`;
  if (target.kind === 'unsupported') {
    return `${printable(raw)}  (${label(kind, lang)}: ${describeReason(target.reason, lang)})`;
  }
  if (target.kind === 'file' && !target.exists) {
    return `${printable(addressOf(target, cwd) ?? raw)}  (${describeReason('not-found', lang)})`;
  }
  return printable(addressOf(target, cwd) ?? label(kind, lang));
}
