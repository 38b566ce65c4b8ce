import { exifTag } from './exif-tags.js';

/**
 * Takes tags out of every directory of a TIFF file. Nothing moves: values are overwritten where they stand, and so are the
 * entries that a directory loses. Where a damaged file says that a value stands in the pixels, or in anything else that
 * stays, it is left.
 *
 * @param tags of the one that leads to a place (GPS) all that is there goes too
 * @param changeXmp gives as many characters as it gets
 */
export function cutTiffTags(
  bytes: Uint8Array,
  tags: ReadonlySet<number>,
  changeXmp: (packet: string) => string,
): Buffer {
  const tiff = new TiffFile(Buffer.from(bytes));
  const directories = findDirectories(tiff, tags);
  const staying = directories.flatMap((at) => rangesThatStay(tiff, at, tags));

  function blank(start: number, size: number): void {
    const isFree = staying.every((range) => start + size <= range.start || range.end <= start);
    if (isFree && start >= 8 && start + size <= tiff.bytes.length) tiff.bytes.fill(0, start, start + size);
  }

  const blankValue = ({ size, long: offset }: Entry): void => {
    if (size > inField) blank(offset, size);
  };

  function blankPlace(at: number): void {
    tiff.entriesAt(at).forEach(blankValue);
    blank(at, tiff.endOf(at) - at);
  }

  for (const at of directories) {
    const entries = tiff.entriesAt(at);
    for (const entry of entries) if (entry.tag === exifTag.xmp) tiff.rewriteText(entry, changeXmp);
    const lost = entries.filter(({ tag }) => tags.has(tag));
    if (lost.length === 0) continue;
    for (const entry of lost) {
      if (entry.tag === exifTag.gpsDirectory && tiff.isDirectory(entry.long)) blankPlace(entry.long);
      else blankValue(entry);
    }
    tiff.keepEntries(
      at,
      entries.filter(({ tag }) => !tags.has(tag)),
    );
  }
  return tiff.bytes;
}

interface Entry {
  readonly tag: number;
  /** Bytes of the value. */
  readonly size: number;
  /** Bytes of one number, where the value is some. */
  readonly width: number;
  readonly startsAt: number;
  /** The field as one number: where the value stands, if it is larger than the field. */
  readonly long: number;
}

/** Bytes of a value that stands in its entry. */
const inField = 4;
/** TIFF 6.0, section 2: bytes of one value by type; 13 is a directory (TIFF technical note 1). */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** The directories of a file, whose offsets come from strangers. */
class TiffFile {
  readonly bytes: Buffer;
  readonly #isLittle: boolean;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#isLittle = bytes[0] === 0x49;
  }

  first(): number {
    return this.bytes.length >= 8 ? this.#long(4) : 0;
  }

  isDirectory(at: number): boolean {
    return at >= 8 && at + 2 <= this.bytes.length && this.endOf(at) <= this.bytes.length;
  }

  /** Behind the offset of the next one. */
  endOf(at: number): number {
    return at + 2 + this.#short(at) * 12 + 4;
  }

  next(at: number): number {
    return this.#long(this.endOf(at) - 4);
  }

  entriesAt(at: number): readonly Entry[] {
    return Array.from({ length: this.#short(at) }, (_, index) => {
      const startsAt = at + 2 + index * 12;
      const width = typeSizes[this.#short(startsAt + 2)] ?? 1;
      const size = width * this.#long(startsAt + 4);
      return { tag: this.#short(startsAt), size, width, startsAt, long: this.#long(startsAt + 8) };
    });
  }

  /** Of a value that is shorts or longs; none where it stands outside of the file. */
  numbersOf({ size, width, startsAt, long }: Entry): readonly number[] {
    const start = size <= inField ? startsAt + 8 : long;
    if ((width !== 2 && width !== 4) || start + size > this.bytes.length) return [];
    return Array.from({ length: size / width }, (_, index) =>
      width === 2 ? this.#short(start + index * 2) : this.#long(start + index * 4),
    );
  }

  rewriteText({ size, long: start }: Entry, change: (text: string) => string): void {
    if (size <= inField || start + size > this.bytes.length) return;
    this.bytes.write(change(this.bytes.toString('latin1', start, start + size)), start, 'latin1');
  }

  keepEntries(at: number, entries: readonly Entry[]): void {
    const count = Buffer.alloc(2);
    if (this.#isLittle) count.writeUInt16LE(entries.length);
    else count.writeUInt16BE(entries.length);
    const end = this.endOf(at);
    const kept = Buffer.concat([
      count,
      ...entries.map(({ startsAt }) => this.bytes.subarray(startsAt, startsAt + 12)),
      this.bytes.subarray(end - 4, end),
    ]);
    this.bytes.fill(0, at, end);
    kept.copy(this.bytes, at);
  }

  #short(at: number): number {
    return this.#isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  #long(at: number): number {
    return this.#isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }
}

const subDirectories = 0x014a;
/** A file that has more is no picture. */
const mostDirectories = 1000;

function findDirectories(tiff: TiffFile, tags: ReadonlySet<number>): readonly number[] {
  const found = new Set<number>();
  const waiting = [tiff.first()];
  for (let at = waiting.pop(); at !== undefined && found.size < mostDirectories; at = waiting.pop()) {
    if (found.has(at) || !tiff.isDirectory(at)) continue;
    found.add(at);
    for (const entry of tiff.entriesAt(at)) {
      if (tags.has(entry.tag)) continue;
      if (entry.tag === exifTag.exifDirectory) waiting.push(entry.long);
      if (entry.tag === subDirectories) waiting.push(...tiff.numbersOf(entry));
    }
    waiting.push(tiff.next(at));
  }
  return [...found];
}

/** Offsets of strips and tiles, each with the tag of their lengths. */
const pixelTags = [
  [0x0111, 0x0117],
  [0x0144, 0x0145],
] as const;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A directory itself, the values that it keeps, and its pixels. */
function rangesThatStay(tiff: TiffFile, at: number, tags: ReadonlySet<number>): readonly Range[] {
  const entries = tiff.entriesAt(at);
  const values = entries
    .filter(({ tag, size }) => !tags.has(tag) && size > inField)
    .map(({ long, size }) => ({ start: long, end: long + size }));
  return [{ start: at, end: tiff.endOf(at) }, ...values, ...pixelsIn(tiff, entries)];
}

function pixelsIn(tiff: TiffFile, entries: readonly Entry[]): readonly Range[] {
  const numbers = (wanted: number): readonly number[] =>
    entries.filter(({ tag }) => tag === wanted).flatMap((entry) => tiff.numbersOf(entry));
  return pixelTags.flatMap(([offsets, lengths]) => {
    const sizes = numbers(lengths);
    return numbers(offsets).map((start, index) => ({ start, end: start + (sizes[index] ?? 0) }));
  });
}
