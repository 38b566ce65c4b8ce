import { crc32 } from 'node:zlib';
import type { PngHeader } from './png-stream.js';

/** A PNG's pictures, as far as a browser reads it. */
export interface PngOutline {
  /** The default image first, then the other frames. */
  readonly pictures: readonly PngPicture[];
  /** What `acTL` says; 0 for a still. */
  readonly promisedFrames: number;
  /** Pixels of frames that no `acTL` announces. */
  readonly hasStrayFrames: boolean;
  /** What stopped the reading before IEND; undefined where it came to it. */
  readonly fault: PngFault | undefined;
  /** The chunk of pixels whose checksum stopped it. */
  readonly spoiled?: SpoiledChunk;
}

export interface SpoiledChunk {
  /** Type and data: what the checksum is made of. */
  readonly summed: Uint8Array;
  readonly checksum: number;
  /** The file from a little before the chunk's end to a little behind it. */
  readonly endOfData: Uint8Array;
}

export interface PngPicture {
  readonly header: PngHeader;
  readonly data: readonly Uint8Array[];
  /** Shown in turn; the default image of an animation need not be. */
  readonly isFrame: boolean;
}

export type PngFault =
  | 'bad-header'
  | 'bad-palette'
  | 'bad-frame'
  | 'chunk-cut'
  | 'chunk-type'
  | 'chunk-checksum'
  | 'chunk-order'
  | 'end-missing';

/**
 * Reads a PNG's chunks as browsers do (W3C PNG, third edition, 13.1): one that a decoder can do without may be damaged,
 * the others not.
 */
export function outlinePng(bytes: Uint8Array): PngOutline {
  const reader: Reader = {
    pictures: [],
    promisedFrames: 0,
    sequence: 0,
    hasPalette: false,
    hasData: false,
    hasStrayFrames: false,
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let fault: PngFault | undefined = 'end-missing';
  let spoiled: SpoiledChunk | undefined;
  for (let at = 8; at + 8 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const isCut = end > bytes.length;
    const chunk: Chunk = {
      type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)),
      data: bytes.subarray(at + 8, end - 4),
      isSound: !isCut && crc32(bytes.subarray(at + 4, end - 4)) === view.getUint32(end - 4),
    };
    const found = readChunk(reader, chunk) ?? (isCut ? 'chunk-cut' : undefined);
    if (found !== undefined) {
      fault = found === 'end' ? undefined : found === 'chunk-checksum' && isCut ? 'chunk-cut' : found;
      if (fault === 'chunk-checksum' && /^(?:IDAT|fdAT)$/.test(chunk.type)) {
        spoiled = {
          summed: bytes.subarray(at + 4, end - 4),
          checksum: view.getUint32(end - 4),
          endOfData: bytes.subarray(Math.max(at, end - 16), end + 16),
        };
      }
      break;
    }
    at = end;
  }
  const { pictures, promisedFrames, hasStrayFrames } = reader;
  return { pictures, promisedFrames, hasStrayFrames, fault, ...(spoiled ? { spoiled } : {}) };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** It is whole and its checksum fits. */
  readonly isSound: boolean;
}

interface OpenPicture extends PngPicture {
  readonly data: Uint8Array[];
}

interface Reader {
  header?: PngHeader;
  readonly pictures: OpenPicture[];
  promisedFrames: number;
  /** The number that the next chunk of the animation bears. */
  sequence: number;
  hasPalette: boolean;
  hasData: boolean;
  hasStrayFrames: boolean;
  /** The type of the chunk before this one. */
  previous?: string;
}

function readChunk(reader: Reader, chunk: Chunk): PngFault | 'end' | undefined {
  const { type, data, isSound } = chunk;
  const { header, previous } = reader;
  reader.previous = type;
  if (header === undefined) return readHeader(reader, chunk);
  switch (type) {
    case 'IDAT':
      return addPixels(reader, header, data, previous) ?? (isSound ? undefined : 'chunk-checksum');
    case 'fdAT':
      return addFramePixels(reader, data) ?? (isSound ? undefined : 'chunk-checksum');
    case 'fcTL':
      return isSound ? startFrame(reader, header, data) : 'chunk-checksum';
    case 'acTL':
      if (isSound && !reader.hasData) reader.promisedFrames = word(data, 0);
      return undefined;
    case 'PLTE':
      reader.hasPalette = true;
      return isSound ? undefined : 'chunk-checksum';
    case 'IEND':
      return 'end';
    default:
      return isCritical(type) ? 'chunk-type' : undefined;
  }
}

/** W3C PNG, 5.4: bit 5 of the first letter marks the types that a decoder need not know. */
const isCritical = (type: string): boolean => (type.charCodeAt(0) & 0x20) === 0;

/** W3C PNG, table 8. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

function readHeader(reader: Reader, { type, data, isSound }: Chunk): PngFault | undefined {
  const [bitDepth = 0, colourType = 0, compression, filter, interlace = 9] = data.subarray(8, 13);
  const [width, height] = [word(data, 0), word(data, 4)];
  const isKnown = depths[colourType]?.includes(bitDepth) && compression === 0 && filter === 0 && interlace <= 1;
  if (type !== 'IHDR' || !isSound || !isKnown || width === 0 || height === 0) return 'bad-header';
  reader.header = { width, height, bitDepth, colourType, isInterlaced: interlace === 1 };
  return undefined;
}

/** Pixels of one picture stand side by side (W3C PNG, 5.6). */
function addPixels(
  reader: Reader,
  header: PngHeader,
  data: Uint8Array,
  previous: string | undefined,
): PngFault | undefined {
  if (header.colourType === 3 && !reader.hasPalette) return 'bad-palette';
  if (reader.hasData && previous !== 'IDAT') return 'chunk-order';
  // a frame announced before the pixels makes the default image the first of the animation
  if (reader.pictures.length === 0) reader.pictures.push({ header, data: [], isFrame: false });
  reader.pictures[0]?.data.push(data);
  reader.hasData = true;
  return undefined;
}

/** W3C PNG, 11.3.6.2. */
function startFrame(reader: Reader, header: PngHeader, data: Uint8Array): PngFault | undefined {
  if (reader.promisedFrames === 0) return undefined;
  const [width, height, left, top] = [word(data, 4), word(data, 8), word(data, 12), word(data, 16)];
  const isInside = width > 0 && height > 0 && left + width <= header.width && top + height <= header.height;
  const isFull = width === header.width && height === header.height;
  const isKnown = (data[24] ?? 9) <= 2 && (data[25] ?? 9) <= 1;
  if (!isInside || !isKnown || (!reader.hasData && !isFull)) return 'bad-frame';
  if (word(data, 0) !== reader.sequence) return 'chunk-order';
  reader.sequence += 1;
  if (!reader.hasData && reader.pictures.length > 0) return 'chunk-order';
  reader.pictures.push({ header: { ...header, width, height }, data: [], isFrame: true });
  return undefined;
}

function addFramePixels(reader: Reader, data: Uint8Array): PngFault | undefined {
  if (reader.promisedFrames === 0) {
    reader.hasStrayFrames = true;
    return undefined;
  }
  const last = reader.pictures.at(-1);
  if (!last?.isFrame || !reader.hasData || word(data, 0) !== reader.sequence) return 'chunk-order';
  reader.sequence += 1;
  last.data.push(data.subarray(4));
  return undefined;
}

function word(data: Uint8Array, at: number): number {
  return data.length < at + 4 ? 0 : new DataView(data.buffer, data.byteOffset).getUint32(at);
}
