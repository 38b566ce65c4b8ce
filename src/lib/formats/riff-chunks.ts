/** One chunk of a WebP container (RFC 9649, 2.3). */
export interface RiffChunk {
  readonly type: string;
  /** From the type to behind the padding byte. */
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Length that the RIFF header claims for the whole file, in bytes. */
export function riffLength(bytes: Uint8Array): number {
  return bytes.length < 12 ? 12 : 8 + littleEndian(bytes).getUint32(4, true);
}

/** The whole chunks between two offsets; a chunk that the end cuts is not given. */
export function* riffChunks(
  bytes: Uint8Array,
  from = 12,
  to = Math.min(bytes.length, riffLength(bytes)),
): Generator<RiffChunk> {
  const view = littleEndian(bytes);
  let at = from;
  while (at + 8 <= to) {
    const length = view.getUint32(at + 4, true);
    if (at + 8 + length > to) return;
    const end = Math.min(at + 8 + length + (length & 1), to);
    yield {
      type: String.fromCharCode(...bytes.subarray(at, at + 4)),
      start: at,
      end,
      data: bytes.subarray(at + 8, at + 8 + length),
    };
    at = end;
  }
}

function littleEndian(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Writes a whole WebP file of these chunks. */
export function riffFile(chunks: readonly { readonly type: string; readonly data: Uint8Array }[]): Buffer {
  const parts = chunks.map(({ type, data }) => {
    const part = Buffer.alloc(8 + data.length + (data.length & 1));
    part.write(type, 'latin1');
    part.writeUInt32LE(data.length, 4);
    part.set(data, 8);
    return part;
  });
  const header = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  header.writeUInt32LE(4 + parts.reduce((total, part) => total + part.length, 0), 4);
  return Buffer.concat([header, ...parts]);
}
