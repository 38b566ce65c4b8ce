import { readFile } from 'node:fs/promises';
import type { ImageFacts } from '../core/image-facts.js';
import { sniffFormat } from '../core/image-format.js';
import type { Evidence, Verdict, VerdictLevel, VerdictReason } from '../core/verdict.js';
import { findDecodeFault } from './decode-image.js';
import { findTypeMismatch } from './find-type-mismatch.js';
import { nameContent } from './name-content.js';
import { readFacts } from './read-facts.js';

/** What to look at; `contentType` as a server named it. */
export type InspectInput = ({ readonly bytes: Uint8Array } | { readonly path: string }) & {
  readonly contentType?: string;
};

export interface InspectOptions {
  readonly signal: AbortSignal;
  /** Decode every pixel; without it the headers are believed, for an encoder's decode is to follow. */
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
 * @returns `broken` where it does not show, `warn` where it does but should be looked at; formats without a decoder
 *   here (BMP, ICO, HEIC, JPEG XL) are judged by their headers, an SVG by its markup
 */
export async function inspectImage(input: InspectInput, options: InspectOptions): Promise<Inspection> {
  const { signal, deep, maxPixels = defaultMaxPixels } = options;
  const bytes = 'bytes' in input ? input.bytes : await readFile(input.path, { signal });
  if (bytes.length === 0) return { verdict: broken('empty', {}) };
  const format = sniffFormat(bytes.subarray(0, 4096));
  if (format === undefined) return { verdict: broken('not-an-image', { found: nameContent(bytes) }) };

  const reading = await readFacts(bytes, format);
  if (reading.fault) return { verdict: broken(reading.fault.reason, { format, ...reading.fault.evidence }) };
  const { facts } = reading;
  if (facts.width * facts.height > maxPixels) {
    const evidence = { format, width: facts.width, height: facts.height, limit: maxPixels };
    return { verdict: broken('too-many-pixels', evidence), facts };
  }
  if (deep && reading.decodable) {
    const fault = await findDecodeFault(reading.decodable, facts, { signal, maxPixels });
    if (fault) return { verdict: broken(fault.reason, { format, ...fault.evidence }), facts };
  }
  const mismatch = findTypeMismatch(format, input.contentType);
  const warnings: VerdictReason[] = [
    ...(reading.isWithoutTrailer ? (['missing-trailer'] as const) : []),
    ...(isForBrowsers(format) ? [] : (['not-for-browsers'] as const)),
    ...(mismatch ? (['type-mismatch'] as const) : []),
  ];
  const evidence = { format, width: facts.width, height: facts.height, ...(mismatch ?? {}) };
  const verdict: Verdict = { level: warnings.length > 0 ? 'warn' : 'ok', reasons: warnings, evidence };
  return { verdict, facts, ...(reading.decodable ? { decodable: reading.decodable } : {}) };
}

const isForBrowsers = (format: string): boolean => !['tiff', 'heic', 'jxl'].includes(format);

function broken(reason: VerdictReason, evidence: Evidence): Verdict {
  const level: VerdictLevel = 'broken';
  return { level, reasons: [reason], evidence };
}
