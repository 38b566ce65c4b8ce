import type { ImageFacts } from '../core/image-facts.js';
import { readXmpCredits } from '../lib/formats/credits.js';
import { cutTiffTags } from '../lib/formats/cut-tiff-tags.js';
import { exifTag, readExifTags, serialTags, writeExifTags } from '../lib/formats/exif-tags.js';
import { readGifBlocks } from '../lib/formats/gif-blocks.js';
import { findHeifMetadata } from '../lib/formats/heif-items.js';
import {
  endOfJpegImage,
  type JpegSegment,
  jpegMarker,
  jpegSegments,
  startsWithText,
} from '../lib/formats/jpeg-segments.js';
import { pngChunk, pngChunks } from '../lib/formats/png-chunks.js';
import { isCreditText, isPngText } from '../lib/formats/png-texts.js';
import { type RiffChunk, riffChunks, riffFile } from '../lib/formats/riff-chunks.js';
import { blankXmpTraces } from '../lib/formats/xmp-traces.js';
import { type Credits, exifSegment } from './attach-credits.js';

/**
 * Cuts the metadata that tells where and with what a picture was taken out of its file, without touching its pixels.
 * Orientation, copyright, artist and ICC profile stay, and so does what decoders need.
 *
 * @param keeps `none`: copyright and artist go too
 * @returns undefined where it holds neither place nor number, or in a format whose metadata can't be cut out here
 */
export function stripMetadata(
  bytes: Uint8Array,
  facts: ImageFacts,
  keeps: 'copyright' | 'none' = 'copyright',
): Buffer | undefined {
  const tells = facts.hasGps || (facts.hasSerial && !needsMakerNote(facts));
  const names = facts.hasExif || facts.copyright !== undefined || facts.artist !== undefined;
  if (!tells && !(keeps === 'none' && names)) return undefined;
  const credits = keeps === 'none' ? {} : facts;
  switch (facts.format) {
    case 'jpeg':
      return facts.hasGainMap ? blankJpeg(bytes, keeps) : stripJpeg(bytes, keeps, credits);
    case 'png':
      return stripPng(bytes, keeps, credits);
    case 'webp':
      return stripWebp(bytes, credits);
    case 'gif':
      return stripGif(bytes, keeps);
    case 'avif':
    case 'heic':
      return blankHeif(bytes, keeps);
    case 'tiff':
      return cutTiffTags(bytes, keeps === 'none' ? namingTags : tellingTags, blankXmpTraces);
    default:
      return undefined;
  }
}

/** Apple's cameras write there how much brighter the brightest is. */
const needsMakerNote = ({ hasGainMap, format }: ImageFacts): boolean => hasGainMap || format === 'heic';

type Keeps = 'copyright' | 'none';

const tellingTags = new Set([exifTag.gpsDirectory, ...serialTags]);
const namingTags = new Set([...tellingTags, exifTag.artist, exifTag.copyright]);

/** @param block the picture's EXIF, if it has any; what its XMP says of credits stands there afterwards */
const keptTags = (block: Uint8Array | undefined, { copyright, artist }: Credits): Uint8Array | undefined =>
  writeExifTags({ orientation: block === undefined ? 1 : readExifTags(block).orientation, copyright, artist });

function stripJpeg(bytes: Uint8Array, keeps: Keeps, credits: Credits): Buffer | undefined {
  const segments = [...jpegSegments(bytes)];
  const scan = segments.find((segment) => segment.marker === jpegMarker.sos);
  if (scan === undefined) return undefined;
  const exif = segments.find((segment) => isNamed(segment, jpegMarker.app1, 'Exif\0\0'));
  const kept = keptTags(exif?.payload, credits);
  return Buffer.concat([
    bytes.subarray(0, 2),
    ...(kept ? [exifSegment(kept)] : []),
    ...segments
      .filter((segment) => segment !== scan && !isPrivate(segment, keeps))
      .map(({ start, end }) => bytes.subarray(start, end)),
    // what hangs behind the picture (previews, films) has places of its own
    bytes.subarray(scan.start, endOfJpegImage(bytes, scan.start) ?? bytes.length),
  ]);
}

/**
 * The pictures behind the first (a gain map) are found by their distance from its directory, so nothing may move: the
 * place is overwritten where it stands.
 */
function blankJpeg(bytes: Uint8Array, keeps: Keeps): Buffer {
  const blanked = Buffer.from(bytes);
  for (const segment of jpegSegments(bytes)) {
    const block = blanked.subarray(segment.start + 4, segment.end);
    if (isNamed(segment, jpegMarker.app1, 'Exif\0\0')) blankExif(block.subarray(6), keeps);
    else if (segment.marker === jpegMarker.app1) block.write(blankXmpTraces(block.toString('latin1')), 'latin1');
  }
  return blanked;
}

function blankExif(block: Buffer, keeps: Keeps): void {
  const kept = keptTags(block, keeps === 'none' ? {} : readExifTags(block)) ?? emptyExif;
  block.fill(0);
  block.set(kept.length <= block.length ? kept : emptyExif.subarray(0, block.length));
}

/** A TIFF header and a directory of no entries. */
const emptyExif = Buffer.from('4d4d002a000000080000000000000000', 'hex');

/** EXIF and XMP, the directory of the pictures behind this one, and comments; IPTC where no name is to stay. */
function isPrivate(segment: JpegSegment, keeps: Keeps): boolean {
  return (
    segment.marker === jpegMarker.app1 ||
    (segment.marker === jpegMarker.app13 && keeps === 'none') ||
    segment.marker === jpegMarker.comment ||
    isNamed(segment, jpegMarker.app2, 'MPF\0')
  );
}

const isNamed = (segment: JpegSegment, marker: number, name: string): boolean =>
  segment.marker === marker && startsWithText(segment.payload, name);

function stripPng(bytes: Uint8Array, keeps: Keeps, credits: Credits): Buffer {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  const chunks = [...pngChunks(bytes)];
  const kept = keptTags(chunks.find(({ type }) => type === 'eXIf')?.data, credits);
  let end = 8;
  for (const chunk of chunks) {
    end = chunk.end;
    if (chunk.type === 'IHDR') {
      parts.push(bytes.subarray(chunk.start, chunk.end), ...(kept ? [pngChunk('eXIf', kept)] : []));
    } else if (
      chunk.type !== 'eXIf' &&
      (!isPngText(chunk.type) || (keeps === 'copyright' && isCreditText(chunk.data)))
    ) {
      parts.push(bytes.subarray(chunk.start, chunk.end));
    }
  }
  return Buffer.concat([...parts, bytes.subarray(end)]);
}

function stripWebp(bytes: Uint8Array, credits: Credits): Buffer {
  const chunks = [...riffChunks(bytes)];
  const exif = keptTags(chunks.find(({ type }) => type === 'EXIF')?.data, credits);
  const kept = chunks
    .filter(({ type }) => type !== 'EXIF' && type !== 'XMP ')
    .map((chunk) => (chunk.type === 'VP8X' ? withFlags(chunk, exif !== undefined) : chunk));
  return riffFile(exif ? [...kept, { type: 'EXIF', data: exif }] : kept);
}

/** RFC 9649, figure 7: 0x08 promises EXIF, 0x04 XMP. */
function withFlags(chunk: Pick<RiffChunk, 'type' | 'data'>, hasExif: boolean): Pick<RiffChunk, 'type' | 'data'> {
  const data = Buffer.from(chunk.data);
  data[0] = ((data[0] ?? 0) & ~0x0c) | (hasExif ? 0x08 : 0);
  return { type: chunk.type, data };
}

/** Comments and XMP go; a GIF has no other place for words, so that XMP with credits stays without what it tells. */
function stripGif(bytes: Uint8Array, keeps: Keeps): Buffer {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end } of readGifBlocks(bytes).metadata) {
    parts.push(bytes.subarray(at, start));
    const block = Buffer.from(bytes.subarray(start, end));
    if (keeps === 'copyright' && hasCredits(block)) parts.push(withoutTraces(block));
    at = end;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}

const hasCredits = (xmp: Uint8Array): boolean => Object.keys(readXmpCredits(xmp)).length > 0;

const withoutTraces = (xmp: Buffer): Buffer => Buffer.from(blankXmpTraces(xmp.toString('latin1')), 'latin1');

/** Pictures are found by their distance from the start, so nothing may move: metadata is overwritten where it stands. */
function blankHeif(bytes: Uint8Array, keeps: Keeps): Buffer | undefined {
  const blanked = Buffer.from(bytes);
  const items = findHeifMetadata(bytes);
  for (const { type, extents } of items) {
    const [first] = extents;
    const block = first && blanked.subarray(first.start, first.end);
    if (type === 'Exif' && extents.length === 1 && block && block.length > 4) {
      // ISO/IEC 23008-12, A.2.1: four bytes say how far behind them the TIFF structure begins
      blankExif(block.subarray(Math.min(block.length, 4 + block.readUInt32BE(0))), keeps);
    } else {
      for (const { start, end } of extents) {
        const isKept = type === 'mime' && keeps === 'copyright' && hasCredits(blanked.subarray(start, end));
        if (isKept) blanked.set(withoutTraces(blanked.subarray(start, end)), start);
        else blanked.fill(type === 'mime' ? ' ' : 0, start, end);
      }
    }
  }
  return items.length > 0 ? blanked : undefined;
}
