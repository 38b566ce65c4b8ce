import { readFile } from 'node:fs/promises';
import type { ImageFacts } from '../core/image-facts.js';
import { type ImageFormat, sniffFormat } from '../core/image-format.js';
import { type Verdict, type VerdictReason, verdictOf } from '../core/verdict.js';
import { findTypeMismatch } from './find-type-mismatch.js';
import { lookAtPixels } from './look-at-pixels.js';
import { nameContent } from './name-content.js';
import { readFacts } from './read-facts.js';
import { showBytes } from './show-bytes.js';

/** What to look at; `contentType` as a server named it. */
export type InspectInput = (InspectBytes | { readonly path: string }) & {
  readonly contentType?: string;
};

interface InspectBytes {
  readonly bytes: Uint8Array;
  /** Bytes of the whole file, where `bytes` are only its first ones: 4 KiB at least, better 64. */
  readonly totalBytes?: number | 'unknown';
}

export interface InspectOptions {
  readonly signal: AbortSignal;
  /** Decode every pixel; without it headers and blocks are believed. First bytes alone are never decoded. */
  readonly deep: boolean;
  /** More pixels than this in one frame are refused before anything is decoded. */
  readonly maxPixels?: number;
}

export interface Inspection {
  readonly verdict: Verdict;
  /** Absent where the bytes are no image or their header cannot be read. */
  readonly facts?: ImageFacts;
  /** What to give a decoder: the bytes, with the trailer that they lack; absent where there is no decoder. */
  readonly decodable?: Uint8Array;
}

/** As many as libvips takes by itself: 16,383 x 16,383. */
export const defaultMaxPixels = 268_402_689;

/**
 * Looks at an image's bytes, which alone decide what it is.
 *
 * Reasons: `empty`, `not-an-image`, `truncated`, `undecodable`, `too-many-pixels`, `svg-not-rendered`,
 * `not-for-browsers`, `missing-trailer`, `damaged-frames`, `type-mismatch`. Evidence: `format`, `width`, `height`; of a
 * fault the `decoder`'s words, or the `fault` that was found without one, and the `firstBytes`; of what is no image, what
 * was `found`; of an SVG what was `found` in which `line`.
 *
 * What no decoder can know is not seen: a changed byte among the codes of a JPEG, a lossy WebP or a bitmap gives another
 * picture, without a flaw in the file.
 */
export async function inspectImage(input: InspectInput, options: InspectOptions): Promise<Inspection> {
  const { signal, deep, maxPixels = defaultMaxPixels } = options;
  signal.throwIfAborted();
  const bytes = 'bytes' in input ? input.bytes : await readFile(input.path, { signal });
  if (bytes.length === 0) return { verdict: verdictOf(['empty'], {}) };
  const firstBytes = showBytes(bytes);
  const format = sniffFormat(bytes);
  if (format === undefined) {
    return { verdict: verdictOf(['not-an-image'], { found: nameContent(bytes), firstBytes }) };
  }

  const totalBytes = totalOf(input, bytes);
  const reading = await readFacts(bytes, format, { signal, totalBytes });
  const { facts, decodable } = reading;
  const remarks = remarksOn(format, input.contentType);
  const size = facts === undefined ? {} : { width: facts.width, height: facts.height };
  const isHuge = facts !== undefined && facts.width * facts.height > maxPixels;
  const isWhole = bytes.length >= totalBytes;
  const pixels =
    deep && isWhole && facts !== undefined && decodable !== undefined && !isHuge && !isBroken(reading.reasons)
      ? await lookAtPixels(bytes, decodable, facts, { signal, maxPixels })
      : undefined;
  const reasons = isHuge ? ['too-many-pixels' as const] : unlessBroken(pixels?.reasons ?? [], reading.reasons);
  const verdict = verdictOf([...reasons, ...remarks.reasons], {
    format,
    ...size,
    ...(isHuge ? { limit: maxPixels } : {}),
    ...reading.evidence,
    ...pixels?.evidence,
    ...(reasons.length > 0 ? { firstBytes } : {}),
    ...remarks.evidence,
  });
  return { verdict, ...(facts ? { facts } : {}), ...(decodable ? { decodable } : {}) };
}

function totalOf(input: InspectInput, bytes: Uint8Array): number {
  if (!('bytes' in input) || input.totalBytes === undefined) return bytes.length;
  return input.totalBytes === 'unknown' ? Number.POSITIVE_INFINITY : input.totalBytes;
}

/** What is missing at a file's end says nothing more where its pixels are. */
const unlessBroken = (
  ofPixels: readonly VerdictReason[],
  ofHeaders: readonly VerdictReason[],
): readonly VerdictReason[] => (isBroken(ofPixels) ? ofPixels : [...ofPixels, ...ofHeaders]);

const isBroken = (reasons: readonly VerdictReason[]): boolean => verdictOf(reasons, {}).level === 'broken';

/** What the format and its type say, whatever the bytes are like. */
function remarksOn(
  format: ImageFormat,
  contentType: string | undefined,
): { readonly reasons: readonly VerdictReason[]; readonly evidence: { readonly contentType?: string } } {
  const mismatch = findTypeMismatch(format, contentType);
  return {
    reasons: [
      ...(isForBrowsers(format) ? [] : (['not-for-browsers'] as const)),
      ...(mismatch ? (['type-mismatch'] as const) : []),
    ],
    evidence: mismatch ?? {},
  };
}

const isForBrowsers = (format: ImageFormat): boolean => !['tiff', 'heic', 'jxl'].includes(format);
