import { isStartOfFrame, jpegMarker, jpegSegments } from '../../lib/formats/jpeg-segments.js';

/** How the codes of a JPEG's scans end. */
export interface JpegScanEnd {
  /** Codes for every block were there. */
  readonly isWhole: boolean;
  /** Bytes behind the last block's codes, before the next marker. */
  readonly spareBytes: number;
}

/**
 * Follows the Huffman codes of a sequential JPEG's scans (ITU-T T.81, F.2.2) without making pixels of them, and as a
 * browser does, which looks eight bits ahead and waits for more where the file has ended: so the last blocks may be
 * lost though their codes are there. A decoder puts zeros there, and never looks behind the last block.
 *
 * @returns undefined where the scans are of another kind (progressive, arithmetic) or cannot be followed
 */
export function followJpegScans(bytes: Uint8Array): JpegScanEnd | undefined {
  const reader: Reader = { tables: new Map(), interval: 0, frame: undefined };
  let at = 0;
  let end: JpegScanEnd | undefined;
  for (;;) {
    const scan = readToScan(bytes, at, reader);
    if (scan === undefined) return end;
    const bits = new BitReader(bytes, scan.dataAt);
    const isWhole = followScan(bits, scan, reader);
    if (isWhole === undefined) return undefined;
    const spareBytes = bits.bytesToMarker();
    end = { isWhole: isWhole && (end?.isWhole ?? true), spareBytes: spareBytes + (end?.spareBytes ?? 0) };
    if (!isWhole) return end;
    at = bits.nextMarkerAt();
  }
}

interface Component {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

interface Reader {
  /** By class and destination, as DHT has them: 0x00 to 0x03 for DC, 0x10 to 0x13 for AC. */
  readonly tables: Map<number, HuffmanTable>;
  interval: number;
  frame: Frame | undefined;
}

interface Scan {
  readonly dataAt: number;
  readonly parts: readonly { readonly component: Component; readonly dc: HuffmanTable; readonly ac: HuffmanTable }[];
}

/** Reads segments up to a scan's codes; undefined where there is none, or of a kind that is not followed. */
function readToScan(bytes: Uint8Array, from: number, reader: Reader): Scan | undefined {
  // the segments of a later scan are read as if the file began before them
  for (const { marker, payload, end } of jpegSegments(bytes.subarray(Math.max(0, from - 2)))) {
    if (marker === 0xc4) readTables(payload, reader.tables);
    else if (marker === 0xdd) reader.interval = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
    else if (isStartOfFrame(marker)) {
      if (marker > 0xc1) return undefined;
      reader.frame ??= readFrame(payload);
    } else if (marker === jpegMarker.sos) return readScan(payload, reader, end + Math.max(0, from - 2));
  }
  return undefined;
}

function readFrame(payload: Uint8Array): Frame {
  const byte = (at: number): number => payload[at] ?? 0;
  return {
    height: (byte(1) << 8) | byte(2),
    width: (byte(3) << 8) | byte(4),
    components: Array.from({ length: Math.min(byte(5), 4) }, (_, index) => ({
      id: byte(6 + index * 3),
      horizontal: byte(7 + index * 3) >> 4,
      vertical: byte(7 + index * 3) & 15,
    })),
  };
}

function readScan(payload: Uint8Array, { frame, tables }: Reader, dataAt: number): Scan | undefined {
  const parts: Scan['parts'][number][] = [];
  for (let index = 0; index < (payload[0] ?? 0); index += 1) {
    const component = frame?.components.find(({ id }) => id === payload[1 + index * 2]);
    const selector = payload[2 + index * 2] ?? 0;
    const dc = tables.get(selector >> 4);
    const ac = tables.get(0x10 | (selector & 15));
    if (component === undefined || dc === undefined || ac === undefined) return undefined;
    if (component.horizontal === 0 || component.vertical === 0) return undefined;
    parts.push({ component, dc, ac });
  }
  return parts.length === 0 ? undefined : { dataAt, parts };
}

/** @returns whether every block has its codes; undefined where a code is none */
function followScan(bits: BitReader, { parts }: Scan, { frame, interval }: Reader): boolean | undefined {
  if (frame === undefined) return undefined;
  const [first] = parts;
  const widest = Math.max(...frame.components.map(({ horizontal }) => horizontal));
  const tallest = Math.max(...frame.components.map(({ vertical }) => vertical));
  const isSingle = parts.length === 1 && first !== undefined;
  const columns = isSingle
    ? Math.ceil((frame.width * first.component.horizontal) / widest / 8)
    : Math.ceil(frame.width / 8 / widest);
  const rows = isSingle
    ? Math.ceil((frame.height * first.component.vertical) / tallest / 8)
    : Math.ceil(frame.height / 8 / tallest);
  for (let unit = 0; unit < columns * rows; unit += 1) {
    if (interval > 0 && unit > 0 && unit % interval === 0 && !bits.restart()) return false;
    for (const { component, dc, ac } of parts) {
      const blocks = isSingle ? 1 : component.horizontal * component.vertical;
      for (let block = 0; block < blocks; block += 1) {
        if (!followBlock(bits, dc, ac)) return bits.isExhausted ? false : undefined;
      }
    }
  }
  return true;
}

function followBlock(bits: BitReader, dc: HuffmanTable, ac: HuffmanTable): boolean {
  const size = dc.read(bits);
  if (size < 0 || size > 15 || !bits.skip(size)) return false;
  for (let index = 1; index < 64; index += 1) {
    const symbol = ac.read(bits);
    if (symbol < 0) return false;
    const length = symbol & 15;
    if (length === 0 && symbol !== 0xf0) return true; // the rest of the block is zeros
    index += symbol >> 4;
    if (!bits.skip(length)) return false;
  }
  return true;
}

/** T.81, C.2 and F.2.2.3. */
class HuffmanTable {
  readonly #firstCode = new Int32Array(17);
  readonly #firstIndex = new Int32Array(17);
  readonly #counts: Uint8Array;
  readonly #symbols: Uint8Array;

  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#counts = counts;
    this.#symbols = symbols;
    let code = 0;
    let index = 0;
    for (let length = 1; length <= 16; length += 1) {
      this.#firstCode[length] = code;
      this.#firstIndex[length] = index;
      const count = counts[length - 1] ?? 0;
      code = (code + count) << 1;
      index += count;
    }
  }

  /** @returns the next symbol; -1 where there is none */
  read(bits: BitReader): number {
    if (!bits.lookAhead()) return -1;
    let code = 0;
    for (let length = 1; length <= 16; length += 1) {
      const bit = bits.take();
      if (bit < 0) return -1;
      code = (code << 1) | bit;
      const offset = code - (this.#firstCode[length] ?? 0);
      if (offset < (this.#counts[length - 1] ?? 0))
        return this.#symbols[(this.#firstIndex[length] ?? 0) + offset] ?? -1;
    }
    return -1;
  }
}

/** T.81, B.2.4.2: one segment may hold several tables. */
function readTables(payload: Uint8Array, tables: Map<number, HuffmanTable>): void {
  for (let at = 0; at + 17 <= payload.length; ) {
    const counts = payload.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    tables.set(payload[at] ?? 0, new HuffmanTable(counts, payload.subarray(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

/** Bits of a scan, without the zeros stuffed behind 0xFF; they end at a marker or with the file. */
class BitReader {
  /** No bits were left where some were wanted. */
  isExhausted = false;
  #held = 0;
  #count = 0;

  constructor(
    readonly bytes: Uint8Array,
    private at: number,
  ) {}

  /** A browser wants eight bits before it looks for a code; at a marker it makes them up, at the file's end it waits. */
  lookAhead(): boolean {
    while (this.#count < 8 && this.#fill());
    if (this.#count >= 8 || this.#isAtMarker()) return true;
    this.isExhausted = true;
    return false;
  }

  /** @returns the next bit; -1 where there is none */
  take(): number {
    if (this.#count === 0 && !this.#fill()) {
      this.isExhausted = true;
      return -1;
    }
    this.#count -= 1;
    return (this.#held >> this.#count) & 1;
  }

  skip(length: number): boolean {
    while (this.#count < length) {
      if (this.#fill()) continue;
      this.isExhausted = true;
      return false;
    }
    this.#count -= length;
    return true;
  }

  /** Goes behind the restart marker that has to be next (T.81, F.2.2.5). */
  restart(): boolean {
    this.#count = 0;
    this.at = this.nextMarkerAt();
    const marker = this.bytes[this.at + 1] ?? 0;
    if (marker < 0xd0 || marker > 0xd7) {
      this.isExhausted = true;
      return false;
    }
    this.at += 2;
    return true;
  }

  bytesToMarker(): number {
    return this.nextMarkerAt() - this.at + (this.#count >> 3);
  }

  /** Where the next marker stands; the file's end where there is none. */
  nextMarkerAt(): number {
    let at = this.at;
    while (at + 1 < this.bytes.length) {
      at = this.bytes.indexOf(0xff, at);
      if (at < 0 || at + 1 >= this.bytes.length) break;
      const next = this.bytes[at + 1] ?? 0;
      if (next !== 0 && next !== 0xff) return at;
      at += next === 0 ? 2 : 1;
    }
    return this.bytes.length;
  }

  #isAtMarker(): boolean {
    return this.at + 1 < this.bytes.length;
  }

  #fill(): boolean {
    const byte = this.bytes[this.at];
    if (byte === undefined) return false;
    if (byte === 0xff) {
      const next = this.bytes[this.at + 1];
      if (next !== 0) return false;
      this.at += 1;
    }
    this.at += 1;
    this.#held = ((this.#held << 8) | byte) & 0xffffff;
    this.#count += 8;
    return true;
  }
}
