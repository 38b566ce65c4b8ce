import type { ImageFacts } from '../core/image-facts.js';
import { type ExifTags, readExifTags } from '../lib/formats/exif-tags.js';
import { type RiffChunk, riffChunks, riffLength } from '../lib/formats/riff-chunks.js';
import { shownDelay } from '../lib/formats/shown-delay.js';
import { readXmpTraces } from '../lib/formats/xmp-traces.js';
import { exifFacts, orientedSize, stillFacts } from './still-facts.js';

export interface WebpReading {
  readonly facts: ImageFacts;
  /** Length of the file as its header says, in bytes. */
  readonly declaredBytes: number;
  /** Frames that do not lie inside the picture, or hold one of another size. */
  readonly damagedFrames: number;
}

/** Facts of a WebP from its chunks (RFC 9649); undefined where none of them tells a size. */
export function readWebp(bytes: Uint8Array): WebpReading | undefined {
  const chunks = [...riffChunks(bytes)];
  const find = (type: string): RiffChunk | undefined => chunks.find((chunk) => chunk.type === type);
  const size = readSize(chunks) ?? readCutSize(bytes);
  if (size === undefined) return undefined;
  const exif = readExif(find('EXIF'));
  const xmp = find('XMP ');
  const frames = chunks.filter((chunk) => chunk.type === 'ANMF' && chunk.data.length >= 16);
  const isAnimated = frames.length > 0;
  const facts: ImageFacts = {
    ...stillFacts('webp', bytes.length),
    ...orientedSize(size.width, size.height, exif?.orientation ?? 1),
    pages: Math.max(1, frames.length),
    duration: frames.reduce((total, frame) => total + shownDelay(threeBytes(frame.data, 12)), 0),
    loop: isAnimated ? readLoop(find('ANIM')) : 1,
    hasAlpha: hasAlpha(chunks),
    hasIcc: find('ICCP') !== undefined,
    ...exifFacts(exif, readXmpTraces(...(xmp ? [xmp.data] : []))),
    isLossy: isAnimated ? frames.some((frame) => hasLossyFrame(bytes, frame)) : find('VP8L') === undefined,
  };
  return {
    facts,
    declaredBytes: riffLength(bytes),
    damagedFrames: frames.filter((frame) => !isFrameSound(bytes, frame, size)).length + countNameless(chunks),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function readSize(chunks: readonly RiffChunk[]): Size | undefined {
  const first = chunks[0];
  return first === undefined ? undefined : sizeIn(first.type, first.data);
}

/** A file cut inside its first chunk still says there how large it was to be. */
function readCutSize(bytes: Uint8Array): Size | undefined {
  return sizeIn(String.fromCharCode(...bytes.subarray(12, 16)), bytes.subarray(20));
}

/** RFC 9649, 2.7 (VP8X), 3.4 (VP8L); RFC 6386, 9.1 (VP8). */
function sizeIn(type: string, data: Uint8Array): Size | undefined {
  if (data.length < 10) return undefined;
  const byte = (at: number): number => data[at] ?? 0;
  if (type === 'VP8X') return { width: threeBytes(data, 4) + 1, height: threeBytes(data, 7) + 1 };
  if (type === 'VP8 ')
    return { width: (byte(6) | (byte(7) << 8)) & 0x3fff, height: (byte(8) | (byte(9) << 8)) & 0x3fff };
  if (type !== 'VP8L') return undefined;
  const bits = byte(1) | (byte(2) << 8) | (byte(3) << 16) | (byte(4) << 24);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Chunks whose name is none (RFC 9649, 2.3): browsers pass over them as over any that they don't know. */
const countNameless = (chunks: readonly RiffChunk[]): number =>
  chunks.filter(({ type }) => !/^[\x20-\x7e]{4}$/.test(type)).length;

/** RFC 9649, 2.7.1.1; the picture behind the frame's header is as large as it says. */
function isFrameSound(bytes: Uint8Array, { data, start, end }: RiffChunk, canvas: Size): boolean {
  const [left, top] = [threeBytes(data, 0) * 2, threeBytes(data, 3) * 2];
  const [width, height] = [threeBytes(data, 6) + 1, threeBytes(data, 9) + 1];
  if (left + width > canvas.width || top + height > canvas.height) return false;
  const picture = [...riffChunks(bytes, start + 24, end)].find(({ type }) => type === 'VP8 ' || type === 'VP8L');
  const size = picture && sizeIn(picture.type, picture.data);
  return size !== undefined && size.width === width && size.height === height;
}

function hasAlpha(chunks: readonly RiffChunk[]): boolean {
  const first = chunks[0];
  if (first?.type === 'VP8X') return ((first.data[0] ?? 0) & 0x10) !== 0;
  return first?.type === 'VP8L' && ((first.data[4] ?? 0) & 0x10) !== 0;
}

const readLoop = (chunk: RiffChunk | undefined): number => (chunk?.data[4] ?? 0) | ((chunk?.data[5] ?? 0) << 8);

/** RFC 9649, 2.7.1.1: a frame's own chunks follow 16 bytes of position, size and time. */
function hasLossyFrame(bytes: Uint8Array, frame: RiffChunk): boolean {
  for (const chunk of riffChunks(bytes, frame.start + 24, frame.end)) if (chunk.type === 'VP8 ') return true;
  return false;
}

const readExif = (chunk: RiffChunk | undefined): ExifTags | undefined =>
  chunk === undefined ? undefined : readExifTags(chunk.data);

const threeBytes = (data: Uint8Array, at: number): number =>
  (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
