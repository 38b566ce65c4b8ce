import type { ReportedImage, ReportedPost, RunReport } from '../../core/run-report.js';
import { unshowable } from '../../messages/printable.js';

/**
 * Old address and new address, a line a link, then a line each image that no post names: RFC 4180, UTF-8 with the byte
 * order mark that spreadsheets look for. What a spreadsheet would take for a formula begins with an apostrophe; what
 * could move a terminal's cursor or turn text around is written as `\u001b`.
 */
export function runCsv({ posts, images }: RunReport): string {
  const named = new Set(posts.flatMap(({ edits }) => edits.map(({ image }) => image.from)));
  const rows = [
    ...posts.flatMap((post) => post.edits.map((edit) => linkRow(post, edit))),
    ...images.filter((image) => image.places.length === 0 && !named.has(image.from)).map(imageRow),
  ];
  return `\ufeff${[columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

const columns = ['post', 'line', 'old', 'new', 'key', 'bytes_before', 'bytes_after', 'status'] as const;

type Row = readonly (string | number | undefined)[];

function linkRow({ file, state }: ReportedPost, { line, new: written, image }: ReportedPost['edits'][number]): Row {
  const status = state === 'written' ? image.outcome : state === 'planned' ? 'unsettled' : state;
  return [file, line, image.from, written, ...objectCells(image), status];
}

const imageRow = (image: ReportedImage): Row => ['', '', image.from, image.to, ...objectCells(image), image.outcome];

const objectCells = ({ key, bytesBefore, bytesAfter }: ReportedImage): Row => [key, bytesBefore, bytesAfter];

function cell(value: Row[number]): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const shown = value.replace(unshowable, (character) => (isLayout(character) ? character : escapeOf(character)));
  const safe = /^\s*[=+\-@]|^[\t\r]/.test(shown) ? `'${shown}` : shown; // OWASP, CSV injection
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const isLayout = (character: string): boolean => '\t\n\r'.includes(character);

const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
