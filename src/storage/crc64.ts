/**
 * CRC-64/XZ (ECMA-182 polynomial, reflected; what OSS calls `crc64ecma`), eight bytes a step by eight tables
 * ("slicing by 8"). A 64-bit state is two 32-bit halves: BigInt in the loop is some fifty times slower.
 */
export interface Crc64 {
  update(bytes: Uint8Array): Crc64;
  /** Decimal, unsigned, as OSS writes it. */
  digest(): string;
}

/** Starts a checksum; `digest` may be asked for at any time. */
export function createCrc64(): Crc64 {
  const { low, high } = tables;
  const state = { low: 0xffffffff | 0, high: 0xffffffff | 0 };
  const crc: Crc64 = {
    update(bytes) {
      addBytes(state, bytes, low, high);
      return crc;
    },
    digest: () => ((BigInt(~state.high >>> 0) << 32n) | BigInt(~state.low >>> 0)).toString(),
  };
  return crc;
}

/** Checksum of bytes that are in memory. */
export const crc64 = (bytes: Uint8Array): string => createCrc64().update(bytes).digest();

interface State {
  low: number;
  high: number;
}

/** Eight tables of 256 entries each, one after the other. */
interface Tables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

const tables = makeTables();

function makeTables(): Tables {
  const low = new Int32Array(8 * 256);
  const high = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [l, h] = [byte, 0];
    for (let bit = 0; bit < 8; bit++) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        l ^= 0xd7870f42;
        h ^= 0xc96c5795;
      }
    }
    low[byte] = l;
    high[byte] = h;
  }
  for (let at = 256; at < 8 * 256; at++) {
    const l = low[at - 256] ?? 0;
    const h = high[at - 256] ?? 0;
    const next = l & 0xff;
    low[at] = ((l >>> 8) | (h << 24)) ^ (low[next] ?? 0);
    high[at] = (h >>> 8) ^ (high[next] ?? 0);
  }
  return { low, high };
}

/** Typed arrays read in bounds never give undefined; `| 0` says so to the compiler and keeps the values 32-bit. */
function addBytes(state: State, bytes: Uint8Array, low: Int32Array, high: Int32Array): void {
  let l = state.low;
  let h = state.high;
  const whole = bytes.length - (bytes.length % 8);
  let at = 0;
  for (; at < whole; at += 8) {
    l ^= at4(bytes, at);
    h ^= at4(bytes, at + 4);
    const a = 1792 + (l & 0xff);
    const b = 1536 + ((l >>> 8) & 0xff);
    const c = 1280 + ((l >>> 16) & 0xff);
    const d = 1024 + (l >>> 24);
    const e = 768 + (h & 0xff);
    const f = 512 + ((h >>> 8) & 0xff);
    const g = 256 + ((h >>> 16) & 0xff);
    const i = h >>> 24;
    l = fold(low, a, b, c, d) ^ fold(low, e, f, g, i);
    h = fold(high, a, b, c, d) ^ fold(high, e, f, g, i);
  }
  for (; at < bytes.length; at++) {
    const next = (l ^ (bytes[at] ?? 0)) & 0xff;
    l = ((l >>> 8) | (h << 24)) ^ (low[next] ?? 0);
    h = (h >>> 8) ^ (high[next] ?? 0);
  }
  state.low = l;
  state.high = h;
}

const at4 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);

const fold = (table: Int32Array, a: number, b: number, c: number, d: number): number =>
  (table[a] ?? 0) ^ (table[b] ?? 0) ^ (table[c] ?? 0) ^ (table[d] ?? 0);
