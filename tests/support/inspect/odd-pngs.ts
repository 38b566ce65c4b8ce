import { deflateSync } from 'node:zlib';
import { pngChunk } from '../../../src/lib/formats/png-chunks.js';

/** What a PNG is made of chunk by chunk, where no encoder writes such a one. */
interface PngChoices {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** From 0 to 1. */
  readonly numbers: readonly number[];
}

/** Chunks that decoders skip, behind the header. */
export function withOddChunks(bytes: Buffer): Buffer {
  const odd = [
    pngChunk('tEXt', Buffer.from('Comment\0ein Bild', 'latin1')),
    pngChunk('iTXt', Buffer.from('Title\0\0\0zh\0\0图片')),
    pngChunk('tIME', Buffer.from('07e80101000000', 'hex')),
    pngChunk('vpAg', Buffer.alloc(9)),
    pngChunk('caBX', Buffer.alloc(40, 7)),
  ];
  return Buffer.concat([bytes.subarray(0, 33), ...odd, bytes.subarray(33)]);
}

/** Pixels in chunks of a few bytes each, the empty one included. */
export function chunkedPng({ width, height, seed, numbers }: PngChoices): Buffer {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let at = 0; at < rows.length; at += 1) rows[at] = at % (width * 3 + 1) === 0 ? seed % 5 : (at * 7 + seed) & 255;
  const stream = deflateSync(rows);
  const length = 1 + Math.floor((numbers[0] ?? 0) * 50);
  const chunks = Array.from({ length: Math.ceil(stream.length / length) }, (_, index) =>
    pngChunk('IDAT', stream.subarray(index * length, (index + 1) * length)),
  );
  return pngOf(width, height, 8, 2, [...chunks, pngChunk('IDAT', Buffer.alloc(0))]);
}

/** 1, 2 or 4 bits of grey, or an index into four colours. */
export function shallowPng({ width, height, seed, numbers }: PngChoices): Buffer {
  const bits = [1, 2, 4][seed % 3] ?? 1;
  const hasPalette = bits <= 2 && (numbers[0] ?? 0) < 0.5;
  const length = 1 + Math.ceil((width * bits) / 8);
  const rows = Buffer.alloc(length * height);
  for (let at = 0; at < rows.length; at += 1) if (at % length !== 0) rows[at] = (at * 31 + seed) & 255;
  const palette = hasPalette ? [pngChunk('PLTE', Buffer.from('000000ff000000ff000000ff', 'hex'))] : [];
  return pngOf(width, height, bits, hasPalette ? 3 : 0, [...palette, pngChunk('IDAT', deflateSync(rows))]);
}

function pngOf(width: number, height: number, bits: number, colourType: number, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = bits;
  header[9] = colourType;
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}
