import { crc32 } from 'node:zlib';

/** One chunk of a PNG (W3C PNG, 5.3). */
export interface PngChunk {
  readonly type: string;
  /** From the length field to behind the CRC. */
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** The PNG signature (W3C PNG, 5.2). */
const signatureLength = 8;

/** The whole chunks up to and with IEND; a chunk that the file's end cuts is not given. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = signatureLength;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, start: at, end, data: bytes.subarray(at + 8, at + 8 + length) };
    if (type === 'IEND') return;
    at = end;
  }
}

/** Writes a chunk, its CRC included. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(typed.length + 8);
  chunk.writeUInt32BE(data.length);
  typed.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(typed), typed.length + 4);
  return chunk;
}
