/** The tags of an EXIF block (a TIFF structure, CIPA DC-008) that decide anything here. */
export interface ExifTags {
  /** 1 to 8. */
  readonly orientation: number;
  /** The GPS directory holds more than its version. */
  readonly hasGps: boolean;
  /** The number of a camera or lens, its owner's name, or a maker's note. */
  readonly hasSerial: boolean;
  readonly copyright?: string;
  readonly artist?: string;
}

/** Tags of TIFF 6.0, EXIF and XMP. */
export const exifTag = {
  orientation: 0x0112,
  xmp: 0x02bc,
  artist: 0x013b,
  copyright: 0x8298,
  exifDirectory: 0x8769,
  gpsDirectory: 0x8825,
} as const;
/** MakerNote, CameraOwnerName, BodySerialNumber, LensSerialNumber; of DNG CameraSerialNumber. */
export const serialTags: readonly number[] = [0x927c, 0xa430, 0xa431, 0xa435, 0xc62f];
const asciiType = 2;

/**
 * Reads an EXIF block; what is damaged counts as absent, as browsers take it.
 *
 * @param block the TIFF structure, with or without `Exif\0\0` before it
 */
export function readExifTags(block: Uint8Array): ExifTags {
  const tiff = new TiffReader(withoutExifHeader(block));
  const entries = tiff.directory(tiff.firstDirectory());
  const entry = (wanted: number): TiffEntry | undefined => entries.find((candidate) => candidate.tag === wanted);
  const orientation = entry(exifTag.orientation)?.short ?? 1;
  const gps = entry(exifTag.gpsDirectory);
  const exif = entry(exifTag.exifDirectory);
  const told = [...entries, ...(exif === undefined ? [] : tiff.directory(exif.long))];
  const copyright = tiff.text(entry(exifTag.copyright));
  const artist = tiff.text(entry(exifTag.artist));
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    hasGps: gps !== undefined && tiff.directory(gps.long).some((candidate) => candidate.tag !== 0),
    hasSerial: told.some((candidate) => serialTags.includes(candidate.tag)),
    ...(copyright === undefined ? {} : { copyright }),
    ...(artist === undefined ? {} : { artist }),
  };
}

/**
 * An EXIF block that says these things and no more.
 *
 * @returns the TIFF structure; undefined where there is nothing to say
 */
export function writeExifTags(tags: {
  readonly orientation?: number;
  readonly copyright?: string | undefined;
  readonly artist?: string | undefined;
}): Uint8Array | undefined {
  const entries: { tag: number; value: number | Buffer }[] = [];
  if (tags.orientation !== undefined && tags.orientation !== 1)
    entries.push({ tag: exifTag.orientation, value: tags.orientation });
  if (tags.artist) entries.push({ tag: exifTag.artist, value: Buffer.from(`${tags.artist}\0`) });
  if (tags.copyright) entries.push({ tag: exifTag.copyright, value: Buffer.from(`${tags.copyright}\0`) });
  return entries.length === 0 ? undefined : writeDirectory(entries);
}

function writeDirectory(entries: readonly { tag: number; value: number | Buffer }[]): Uint8Array {
  const directory = Buffer.alloc(8 + 2 + entries.length * 12 + 4);
  directory.write('MM\0*', 'latin1');
  directory.writeUInt32BE(8, 4);
  directory.writeUInt16BE(entries.length, 8);
  const values: Buffer[] = [];
  let valueAt = directory.length;
  entries.forEach((entry, index) => {
    const at = 10 + index * 12;
    const isShort = typeof entry.value === 'number';
    directory.writeUInt16BE(entry.tag, at);
    directory.writeUInt16BE(isShort ? 3 : asciiType, at + 2);
    if (typeof entry.value === 'number') {
      directory.writeUInt32BE(1, at + 4);
      directory.writeUInt16BE(entry.value, at + 8);
      return;
    }
    directory.writeUInt32BE(entry.value.length, at + 4);
    if (entry.value.length <= 4) {
      entry.value.copy(directory, at + 8);
      return;
    }
    directory.writeUInt32BE(valueAt, at + 8);
    const padded = Buffer.concat([entry.value, Buffer.alloc(entry.value.length & 1)]);
    values.push(padded);
    valueAt += padded.length;
  });
  return Buffer.concat([directory, ...values]);
}

function withoutExifHeader(block: Uint8Array): Uint8Array {
  return String.fromCharCode(...block.subarray(0, 6)) === 'Exif\0\0' ? block.subarray(6) : block;
}

interface TiffEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly short: number;
  readonly long: number;
  /** Where the value field stands; a value of up to 4 bytes is in it. */
  readonly valueAt: number;
}

/** A TIFF structure (TIFF 6.0, section 2), read with bounds in mind: offsets come from strangers. */
class TiffReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittle = bytes[0] === 0x49;
  }

  firstDirectory(): number {
    const order = String.fromCharCode(...this.#bytes.subarray(0, 4));
    return this.#bytes.length >= 8 && (order === 'II*\0' || order === 'MM\0*')
      ? this.#view.getUint32(4, this.#isLittle)
      : 0;
  }

  directory(at: number): TiffEntry[] {
    if (at < 8 || at + 2 > this.#bytes.length) return [];
    const count = this.#view.getUint16(at, this.#isLittle);
    const entries: TiffEntry[] = [];
    for (let index = 0; index < count; index += 1) {
      const start = at + 2 + index * 12;
      if (start + 12 > this.#bytes.length) break;
      entries.push({
        tag: this.#view.getUint16(start, this.#isLittle),
        type: this.#view.getUint16(start + 2, this.#isLittle),
        count: this.#view.getUint32(start + 4, this.#isLittle),
        short: this.#view.getUint16(start + 8, this.#isLittle),
        long: this.#view.getUint32(start + 8, this.#isLittle),
        valueAt: start + 8,
      });
    }
    return entries;
  }

  /** An ASCII value; what is UTF-8 by habit is read as such, anything else as Latin-1. */
  text(entry: TiffEntry | undefined): string | undefined {
    if (entry === undefined || entry.type !== asciiType) return undefined;
    const start = entry.count <= 4 ? entry.valueAt : entry.long;
    const bytes = this.#bytes.subarray(start, start + entry.count);
    const utf8 = new TextDecoder('utf-8').decode(bytes);
    const text = utf8.includes('\uFFFD') ? new TextDecoder('latin1').decode(bytes) : utf8;
    // EXIF Copyright: photographer, NUL, editor; shown as one line
    const shown = text.replace(/\0+$/, '').replaceAll('\0', '; ').trim();
    return shown === '' ? undefined : shown;
  }
}
