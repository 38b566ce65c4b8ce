import type { ImageFacts } from '../core/image-facts.js';
import { type Credits, firstCredits, readIptcCredits } from '../lib/formats/credits.js';
import { type ExifTags, readExifTags } from '../lib/formats/exif-tags.js';
import { startsWithText } from '../lib/formats/jpeg-segments.js';
import { type PngChunk, pngChunks } from '../lib/formats/png-chunks.js';
import { creditsOf, readPngTexts, readRawProfile } from '../lib/formats/png-texts.js';
import { shownDelay } from '../lib/formats/shown-delay.js';
import { readXmpTraces, type XmpTraces } from '../lib/formats/xmp-traces.js';
import { exifFacts, orientedSize, stillFacts } from './still-facts.js';

export interface PngReading {
  readonly facts: ImageFacts;
  /** IEND is there. */
  readonly hasEnd: boolean;
  /** Frames that `acTL` promises and `fcTL` does not deliver. */
  readonly missingFrames: number;
}

/** Facts of a PNG from its chunks (W3C PNG, third edition); undefined where it does not start with a whole IHDR. */
export function readPng(bytes: Uint8Array): PngReading | undefined {
  const chunks = [...pngChunks(bytes)];
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length < 13) return undefined;
  const find = (type: string): PngChunk | undefined => chunks.find((chunk) => chunk.type === type);
  const exif = readExif(find('eXIf'));
  const told = readTexts(chunks);
  const animation = readAnimation(chunks);
  const colourType = header.data[9] ?? 0;
  const facts: ImageFacts = {
    ...stillFacts('png', bytes.length),
    ...orientedSize(word(header.data, 0), word(header.data, 4), exif?.orientation ?? 1),
    bitDepth: header.data[8] ?? 8,
    hasAlpha: (colourType & 4) !== 0 || find('tRNS') !== undefined,
    isPalette: colourType === 3,
    isGrey: (colourType & 3) === 0,
    hasIcc: find('iCCP') !== undefined,
    ...exifFacts(exif ?? told.exif, told.xmp, told.credits),
    hasOddColour: find('cICP') !== undefined || hasOddGamma(find),
    ...(animation === undefined
      ? {}
      : { isAnimatedPng: true, pages: animation.frames, duration: animation.duration, loop: animation.loop }),
  };
  return {
    facts,
    hasEnd: chunks.at(-1)?.type === 'IEND',
    missingFrames: animation === undefined ? 0 : Math.max(0, animation.promised - animation.frames),
  };
}

function readExif(chunk: PngChunk | undefined): ExifTags | undefined {
  return chunk === undefined ? undefined : readExifTags(chunk.data);
}

function readAnimation(
  chunks: readonly PngChunk[],
): { promised: number; frames: number; duration: number; loop: number } | undefined {
  const control = chunks.find((chunk) => chunk.type === 'acTL');
  if (control === undefined || control.data.length < 8) return undefined;
  const frames = chunks.filter((chunk) => chunk.type === 'fcTL' && chunk.data.length >= 26);
  const duration = frames.reduce((total, frame) => total + shownDelay(frameDelay(frame.data)), 0);
  return { promised: word(control.data, 0), frames: frames.length, duration, loop: word(control.data, 4) };
}

/** W3C PNG, 11.3.6.2: a denominator of 0 stands for 100. */
function frameDelay(data: Uint8Array): number {
  const numerator = ((data[20] ?? 0) << 8) | (data[21] ?? 0);
  const denominator = ((data[22] ?? 0) << 8) | (data[23] ?? 0) || 100;
  return (numerator / denominator) * 1000;
}

/** A gamma that neither sRGB nor a profile overrules and that isn't sRGB's own 1/2.2 (W3C PNG, 4.3 and 11.3.2.2). */
function hasOddGamma(find: (type: string) => PngChunk | undefined): boolean {
  const gamma = find('gAMA');
  if (gamma === undefined || find('sRGB') !== undefined || find('iCCP') !== undefined) return false;
  const value = word(gamma.data, 0);
  return value !== 0 && Math.abs(value - 45_455) > 500;
}

interface PngTexts {
  /** Of a raw profile, by which no browser turns the picture. */
  readonly exif: ExifTags | undefined;
  readonly xmp: XmpTraces;
  readonly credits: Credits;
}

function readTexts(chunks: readonly PngChunk[]): PngTexts {
  const texts = readPngTexts(chunks);
  const profiles = texts.flatMap((text) => readRawProfile(text) ?? []);
  const exif = profiles.find(({ name, block }) => name === 'exif' || startsWithText(block, 'Exif\0\0'));
  const iptc = profiles.filter(({ name }) => name === 'iptc' || name === '8bim');
  return {
    exif: exif && readExifTags(exif.block),
    xmp: readXmpTraces(...texts.map(({ text }) => text), ...profiles.map(({ block }) => block)),
    credits: firstCredits(...texts.map(creditsOf), ...iptc.map(({ block }) => readIptcCredits(block))),
  };
}

function word(data: Uint8Array, at: number): number {
  return data.length < at + 4 ? 0 : new DataView(data.buffer, data.byteOffset).getUint32(at);
}
