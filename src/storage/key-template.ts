import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import { asObjectKey, type ObjectKey } from '../core/object-key.js';

/** What a key can be made of. */
export interface KeyFields {
  /** Epoch ms; year, month and day are taken in UTC, as a date without a time is read. */
  readonly date: number;
  /** SHA-256 of the stored bytes. */
  readonly digest: Digest;
  /** File name without extension, decoded. */
  readonly name: string;
  /** Of the stored bytes' format, without the dot. */
  readonly extension: string;
  readonly post: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Makes keys; throws KEY_INVALID where a field makes one that can't be (too long, say). */
export interface KeyTemplate {
  (fields: KeyFields): ObjectKey;
  /** Whether equal keys mean equal bytes: a `digest` field of at least 16 hex digits. */
  readonly holdsDigest: boolean;
  /** Whether it also asks for nothing but the bytes: whoever stores them gives them the same key. */
  readonly isOfBytesAlone: boolean;
}

const fieldValues = {
  year: ({ date }) => new Date(date).toISOString().slice(0, 4),
  month: ({ date }) => new Date(date).toISOString().slice(5, 7),
  day: ({ date }) => new Date(date).toISOString().slice(8, 10),
  digest: ({ digest }) => digest,
  name: ({ name }) => asSegmentPart(name),
  ext: ({ extension }) => extension,
  post: ({ post }) => asSegmentPart(post),
  width: ({ width }) => String(width),
  height: ({ height }) => String(height),
} as const satisfies Record<string, (fields: KeyFields) => string>;

type FieldName = keyof typeof fieldValues;

const expected: readonly string[] = [...Object.keys(fieldValues), 'digest:N'];

type Part = (fields: KeyFields) => string;

/**
 * Compiles `{digest:2}/{digest:32}.{ext}` and the like: fields `year month day digest digest:N name ext post width
 * height`. Names keep their Chinese, spaces, emoji and `%`; what would cut a key in pieces becomes `-`.
 *
 * @throws ImgferryError KEY_TEMPLATE_INVALID {template, field, expected} for a field that there isn't, {template, found}
 *   for what can't be a key whatever the fields are
 */
export function compileKeyTemplate(template: string): KeyTemplate {
  const pieces = template.match(/\{[^{}]*\}|[^{}]+|[{}]/g) ?? [];
  const parts = pieces.map((piece) => compilePart(template, piece));
  const render = (fields: KeyFields): ObjectKey =>
    asObjectKey(
      parts
        .map((part) => part(fields))
        .join('')
        .normalize('NFC'),
    );
  refuseImpossible(template, render);
  const holdsDigest = pieces.some(identifiesBytes);
  const isOfBytesAlone = holdsDigest && !pieces.some((piece) => namesItsUse.has(piece));
  return Object.assign(render, { holdsDigest, isOfBytesAlone });
}

const namesItsUse = new Set(['{year}', '{month}', '{day}', '{name}', '{post}']);

function compilePart(template: string, piece: string): Part {
  if (piece === '{' || piece === '}') throw new ImgferryError('KEY_TEMPLATE_INVALID', { template, found: 'brace' });
  if (!piece.startsWith('{')) return () => piece;
  const field = piece.slice(1, -1);
  const length = digestLength(field);
  if (length !== undefined) return ({ digest }) => digest.slice(0, length);
  if (isFieldName(field)) return fieldValues[field];
  throw new ImgferryError('KEY_TEMPLATE_INVALID', { template, field, expected });
}

const isFieldName = (field: string): field is FieldName => Object.hasOwn(fieldValues, field);

/** N of `digest:N`, 1 to 64. */
function digestLength(field: string): number | undefined {
  const digits = /^digest:([1-9]\d?)$/.exec(field)?.[1];
  const length = Number(digits);
  return digits !== undefined && length <= 64 ? length : undefined;
}

const identifiesBytes = (piece: string): boolean =>
  piece === '{digest}' || (digestLength(piece.slice(1, -1)) ?? 0) >= 16;

/** A template that makes no key of the plainest fields makes none at all. */
function refuseImpossible(template: string, render: (fields: KeyFields) => ObjectKey): void {
  const digest = 'a'.repeat(64) as Digest;
  try {
    render({ date: 0, digest, name: 'name', extension: 'png', post: 'post', width: 1, height: 1 });
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    throw new ImgferryError('KEY_TEMPLATE_INVALID', { template, found: error.facts.found }, { cause: error });
  }
}

/** A name as part of one segment: nothing in it may start another, and it may not be empty or made of dots alone. */
function asSegmentPart(name: string): string {
  const part = name
    .toWellFormed()
    .replace(/[/\\\p{Cc}]/gu, '-')
    .trim();
  return /^\.*$/.test(part) ? 'image' : part;
}
