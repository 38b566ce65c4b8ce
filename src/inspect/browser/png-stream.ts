import { constants, createInflateRaw } from 'node:zlib';

/** What IHDR says (W3C PNG, 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  readonly isInterlaced: boolean;
}

export interface PngStreamLook {
  /** Every row is there, each with a filter that there is (W3C PNG, 9.2 and 10). */
  readonly isWhole: boolean;
  /** Adler-32 of the rows, which should stand behind them (RFC 1950, 2.2). */
  readonly checksum: number;
}

/**
 * Unpacks a picture's stream up to its last row. What stands behind that, the stream's checksum too, is not asked for.
 * No more than zlib's window is held in memory.
 *
 * @param data the picture's chunks, in order
 */
export async function followPngStream(
  data: readonly Uint8Array[],
  header: PngHeader,
  { signal }: { readonly signal: AbortSignal },
): Promise<PngStreamLook> {
  const stream = Buffer.concat(data);
  if (!startsAsZlib(stream)) return { isWhole: false, checksum: 1 };
  const rows = new RowCounter(rowsOf(header));
  const inflate = createInflateRaw({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 65_536 });
  inflate.end(stream.subarray(2));
  try {
    for await (const chunk of inflate) {
      signal.throwIfAborted();
      rows.take(chunk);
      if (rows.isBad || rows.isFull) break;
    }
  } catch {
    signal.throwIfAborted(); // else the stream broke off; what it delivered before counts
  }
  return { isWhole: rows.isFull && !rows.isBad, checksum: rows.checksum };
}

/** RFC 1950, 2.2: deflate, a window of 32 KiB at most, no dictionary. */
function startsAsZlib(stream: Buffer): boolean {
  if (stream.length < 2) return false;
  const header = stream.readUInt16BE(0);
  return (header >> 8) % 16 === 8 && header >> 12 <= 7 && header % 31 === 0 && (header & 0x20) === 0;
}

/** Rows of one length, their filter byte included. */
interface Rows {
  readonly length: number;
  readonly count: number;
}

function rowsOf({ width, height, bitDepth, colourType, isInterlaced }: PngHeader): readonly Rows[] {
  const bits = bitDepth * (channels[colourType] ?? 1);
  const passes = isInterlaced ? adam7 : [{ left: 0, top: 0, stepX: 1, stepY: 1 }];
  return passes
    .map(({ left, top, stepX, stepY }) => ({
      width: Math.ceil((width - left) / stepX),
      height: Math.ceil((height - top) / stepY),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0)
    .map((pass) => ({ length: 1 + Math.ceil((pass.width * bits) / 8), count: pass.height }));
}

const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** W3C PNG, 8.1. */
const adam7 = [
  { left: 0, top: 0, stepX: 8, stepY: 8 },
  { left: 4, top: 0, stepX: 8, stepY: 8 },
  { left: 0, top: 4, stepX: 4, stepY: 8 },
  { left: 2, top: 0, stepX: 4, stepY: 4 },
  { left: 0, top: 2, stepX: 2, stepY: 4 },
  { left: 1, top: 0, stepX: 2, stepY: 2 },
  { left: 0, top: 1, stepX: 1, stepY: 2 },
];

/** Follows the rows through a stream that comes in pieces. */
class RowCounter {
  isBad = false;
  #pass = 0;
  #row = 0;
  /** Bytes of the row that have come. */
  #filled = 0;
  #sum = 1;
  #sumOfSums = 0;

  constructor(readonly passes: readonly Rows[]) {}

  get isFull(): boolean {
    return this.#pass >= this.passes.length;
  }

  /** RFC 1950, 8.2. */
  get checksum(): number {
    return this.#sumOfSums * 65_536 + this.#sum;
  }

  take(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.isFull) {
      const { length, count } = this.passes[this.#pass] ?? { length: 1, count: 0 };
      if (this.#filled === 0 && (chunk[at] ?? 0) > 4) this.isBad = true;
      const taken = Math.min(length - this.#filled, chunk.length - at);
      this.#add(chunk.subarray(at, at + taken));
      at += taken;
      this.#filled += taken;
      if (this.#filled < length) return;
      this.#filled = 0;
      this.#row += 1;
      if (this.#row === count) {
        this.#row = 0;
        this.#pass += 1;
      }
    }
  }
  /** Sums stay below 2^53 for any piece of a stream. */
  #add(bytes: Uint8Array): void {
    let [sum, sumOfSums] = [this.#sum, this.#sumOfSums];
    for (const byte of bytes) {
      sum += byte;
      sumOfSums += sum;
    }
    this.#sum = sum % 65_521;
    this.#sumOfSums = sumOfSums % 65_521;
  }
}
