import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import type { Evidence, VerdictReason } from '../core/verdict.js';
import { lookAtAvif } from './browser/avif-boxes.js';
import { lookAtBitmap } from './browser/look-at-bitmap.js';
import { lookAtIcon } from './browser/look-at-icon.js';
import { countAddedReturns } from './browser/text-mode.js';
import { findSvgFault } from './find-svg-fault.js';
import { readByDecoder } from './read-by-decoder.js';
import { readGif } from './read-gif.js';
import { readJpeg } from './read-jpeg.js';
import { readPng } from './read-png.js';
import { readWebp } from './read-webp.js';
import { stillFacts } from './still-facts.js';

/** What an image's headers and blocks say. */
export interface FactsReading {
  /** Absent where the header cannot be read. */
  readonly facts?: ImageFacts;
  readonly reasons: readonly VerdictReason[];
  readonly evidence: Evidence;
  /** What to give a decoder: the bytes, with the trailer that they lack; absent where there is no decoder. */
  readonly decodable?: Uint8Array;
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Bytes of the whole file, where `bytes` are only its first ones; infinite where nobody knows. */
  readonly totalBytes: number;
}

/** Reads an image by its format. Only AVIF, HEIC and TIFF ask the decoder, for their header; it decodes no pixel. */
export function readFacts(
  bytes: Uint8Array,
  format: ImageFormat,
  options: ReadOptions,
): FactsReading | Promise<FactsReading> {
  return readers[format](bytes, options);
}

type Reader = (bytes: Uint8Array, options: ReadOptions) => FactsReading | Promise<FactsReading>;

const readers: Readonly<Record<ImageFormat, Reader>> = {
  jpeg: readWholeJpeg,
  png: readWholePng,
  gif: readWholeGif,
  webp: readWholeWebp,
  bmp: readBitmap,
  ico: readIcon,
  svg: readSvg,
  avif: readAvif,
  jxl: (bytes) => fine(stillFacts('jxl', bytes.length)),
  heic: (bytes, options) => readForeign(bytes, 'heic', options),
  tiff: (bytes, options) => readForeign(bytes, 'tiff', options),
};

function readWholeJpeg(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const facts = readJpeg(bytes);
  return facts === undefined ? cutHeader('jpeg', bytes, totalBytes) : fine(facts, bytes);
}

function readWholePng(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const reading = readPng(bytes);
  if (reading === undefined) return cutHeader('png', bytes, totalBytes);
  const { facts, hasEnd, missingFrames } = reading;
  if (bytes.length < totalBytes) return fine(facts, bytes);
  const { decodable, ...trailer } = hasEnd ? fine(facts, bytes) : withoutTrailer(facts, bytes, pngEnd);
  if (missingFrames === 0 || decodable === undefined) return { ...trailer, ...(decodable ? { decodable } : {}) };
  return { facts, decodable, reasons: [...trailer.reasons, 'damaged-frames'], evidence: { missingFrames } };
}

function readWholeGif(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const reading = readGif(bytes);
  if (reading === undefined) return cutHeader('gif', bytes, totalBytes);
  const { facts, hasTrailer, damagedFrames, isFirstDamaged, isCut } = reading;
  if (bytes.length < totalBytes) return fine(facts, bytes);
  const evidence = { frames: facts.pages, damagedFrames };
  if (!hasTrailer && (damagedFrames > 0 || isCut)) return fault('truncated', facts, evidence);
  if (isFirstDamaged || isCut) return fault('undecodable', facts, evidence);
  const whole = hasTrailer ? fine(facts, bytes) : withoutTrailer(facts, bytes, gifEnd);
  return damagedFrames > 0 ? { ...whole, reasons: ['damaged-frames'], evidence } : whole;
}

function readWholeWebp(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const reading = readWebp(bytes);
  if (reading === undefined) return cutHeader('webp', bytes, totalBytes);
  const { facts, declaredBytes, damagedFrames } = reading;
  if (totalBytes < declaredBytes) return fault('truncated', facts, { declaredBytes });
  if (isGrownByTextMode(bytes, declaredBytes + (declaredBytes % 2))) return fault('undecodable', facts, textMode);
  if (damagedFrames === 0) return fine(facts, bytes);
  return { ...fine(facts, bytes), reasons: ['damaged-frames'], evidence: { frames: facts.pages, damagedFrames } };
}

function readBitmap(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const look = lookAtBitmap(bytes, { available: totalBytes });
  const facts = { ...stillFacts('bmp', bytes.length), width: look.width, height: look.height };
  if (look.fault === 'end-missing') return fault('missing-trailer', facts, {});
  if (look.fault) return fault(cutOrDamaged(look.fault), facts, { fault: look.fault });
  const declaredBytes = Buffer.from(bytes.buffer, bytes.byteOffset).readUInt32LE(2);
  return isGrownByTextMode(bytes, declaredBytes) ? fault('undecodable', facts, textMode) : fine(facts);
}

async function readIcon(bytes: Uint8Array, { signal, totalBytes }: ReadOptions): Promise<FactsReading> {
  const { width, height, damagedPictures, ...look } = await lookAtIcon(bytes, { signal, available: totalBytes });
  const facts = { ...stillFacts('ico', bytes.length), width, height, hasAlpha: true };
  if (look.fault) return fault(cutOrDamaged(look.fault), facts, { fault: look.fault });
  return damagedPictures === 0
    ? fine(facts)
    : { ...fine(facts), reasons: ['damaged-frames'], evidence: { damagedPictures } };
}

function readSvg(bytes: Uint8Array, { totalBytes }: ReadOptions): FactsReading {
  const facts = stillFacts('svg', bytes.length);
  const found = findSvgFault(bytes, { isCut: bytes.length < totalBytes });
  return found === undefined ? fine(facts) : fault('svg-not-rendered', facts, { ...found });
}

async function readAvif(bytes: Uint8Array, { totalBytes }: ReadOptions): Promise<FactsReading> {
  const { size, fault: found } = lookAtAvif(bytes, { totalBytes });
  const facts = { ...stillFacts('avif', bytes.length), isLossy: true, ...size };
  if (found) return fault(cutOrDamaged(found), facts, { fault: found });
  if (bytes.length < totalBytes) return fine(facts);
  const decodable = asDecoderTakesIt(bytes);
  const reading = await readByDecoder(decodable, 'avif');
  return 'reason' in reading ? fault(reading.reason, facts, reading.evidence) : fine(reading, decodable);
}

/**
 * Any brand of the list makes it an AVIF, and no flag hides its only picture from a browser; the decoder looks at the
 * first brand alone, and obeys the flag (`infe`, ISO/IEC 23008-12, 6.4.2).
 */
function asDecoderTakesIt(bytes: Uint8Array): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasKnownBrand = /^(?:avif|avis|mif1|msf1|miaf)$/.test(source.toString('latin1', 8, 12));
  const head = source.subarray(0, 4096);
  const entry = head.indexOf('infe');
  const isHidden = entry >= 0 && entry + 8 <= head.length && source[entry + 7] !== 0;
  if (hasKnownBrand && !isHidden) return bytes;
  const changed = Buffer.from(source);
  if (!hasKnownBrand) changed.write('avif', 8, 'latin1');
  if (isHidden) changed[entry + 7] = 0;
  return changed;
}

async function readForeign(
  bytes: Uint8Array,
  format: 'heic' | 'tiff',
  { totalBytes }: ReadOptions,
): Promise<FactsReading> {
  if (bytes.length < totalBytes) return fine(stillFacts(format, bytes.length));
  const reading = await readByDecoder(bytes, format);
  if ('reason' in reading) return fault(reading.reason, stillFacts(format, bytes.length), reading.evidence);
  return format === 'heic' ? fine(reading) : fine(reading, bytes);
}

const fine = (facts: ImageFacts, decodable?: Uint8Array): FactsReading => ({
  facts,
  reasons: [],
  evidence: {},
  ...(decodable ? { decodable } : {}),
});

/** Facts without a size say nothing. */
const fault = (reason: VerdictReason, facts: ImageFacts, evidence: Evidence): FactsReading => ({
  ...(facts.width > 0 || facts.format === 'svg' ? { facts } : {}),
  reasons: [reason],
  evidence,
});

/** A header that cannot be read to its end belongs to a file that was cut, or goes on behind its first bytes. */
const cutHeader = (format: ImageFormat, bytes: Uint8Array, totalBytes: number): FactsReading =>
  bytes.length < totalBytes
    ? fine(stillFacts(format, bytes.length))
    : { reasons: ['truncated'], evidence: { fault: 'header-cut' } };

const cutOrDamaged = (found: string): 'truncated' | 'undecodable' =>
  found === 'pixels-missing' || found === 'boxes-cut' ? 'truncated' : 'undecodable';

/** Decoders stumble over a trailer that is missing, browsers don't: with one hung on, the decoder judges the rest. */
const withoutTrailer = (facts: ImageFacts, bytes: Uint8Array, trailer: Uint8Array): FactsReading => ({
  facts,
  reasons: ['missing-trailer'],
  evidence: {},
  decodable: Buffer.concat([bytes, trailer]),
});

const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');
const gifEnd = Buffer.from('003b', 'hex');

/** A file that is longer than it says by just the carriage returns that a transfer in text mode adds. */
function isGrownByTextMode(bytes: Uint8Array, declaredBytes: number): boolean {
  const added = bytes.length - declaredBytes;
  return added > 0 && countAddedReturns(bytes) === added;
}

const textMode: Evidence = { fault: 'text-mode' };
