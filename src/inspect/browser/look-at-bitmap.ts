/** What a browser makes of a Windows bitmap. */
export interface BitmapLook {
  /** Pixels, as the header says; 0 where it cannot be read. */
  readonly width: number;
  readonly height: number;
  readonly fault: BitmapFault | undefined;
}

/** `end-missing`: every pixel is there; some browsers leave out the row that nothing ends. */
export type BitmapFault = 'bad-header' | 'bad-palette' | 'bad-pixels' | 'pixels-missing' | 'end-missing';

/**
 * Reads a Windows bitmap's headers and follows its rows, as browsers do; libvips has no decoder for it.
 *
 * @param available bytes of the file that there are, where these are only its first ones
 * @param icon the bitmap stands in an icon: without a file header, of twice the height, its mask behind the pixels
 */
export function lookAtBitmap(
  bytes: Uint8Array,
  { available = bytes.length, isInIcon = false }: { readonly available?: number; readonly isInIcon?: boolean } = {},
): BitmapLook {
  const header = readHeader(bytes, isInIcon);
  if (header === undefined) return { width: 0, height: 0, fault: 'bad-header' };
  return { width: header.width, height: header.height, fault: findFault(bytes, header, available, isInIcon) };
}

interface BitmapHeader {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Where the header ends, masks included. */
  readonly end: number;
  /** Bytes of the palette. */
  readonly palette: number;
  /** Where the pixels are; 0 where nothing says it. */
  readonly pixelsAt: number;
}

const compressions = { none: 0, rle8: 1, rle4: 2, masks: 3, alphaMasks: 6 } as const;

/** OS/2's, Windows 3, its masks, Windows 95 and 98 (BITMAPCOREHEADER to BITMAPV5HEADER). */
const headerSizes: readonly number[] = [12, 40, 52, 56, 108, 124];

const isHeaderSize = (size: number): boolean => headerSizes.includes(size) || isOs2Size(size);

/** OS/2 2.x lets fields be left off from the end. */
const isOs2Size = (size: number): boolean => (size >= 16 && size <= 64 && size % 4 === 0) || size === 42 || size === 46;

/** Browsers draw no wider or higher one. */
const longestSide = 65_535;

function readHeader(bytes: Uint8Array, isInIcon: boolean): BitmapHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = isInIcon ? 0 : 14;
  if (bytes.length < start + 12) return undefined;
  const size = view.getUint32(start, true);
  if (!isHeaderSize(size) || bytes.length < start + size) return undefined;
  const isCore = size === 12;
  const written = isCore ? view.getUint16(start + 6, true) : view.getInt32(start + 8, true);
  const width = isCore ? view.getUint16(start + 4, true) : view.getInt32(start + 4, true);
  const height = isInIcon ? Math.trunc(Math.abs(written) / 2) : Math.abs(written);
  const bits = view.getUint16(start + (isCore ? 10 : 14), true);
  const compression = size >= 20 ? view.getUint32(start + 16, true) : compressions.none;
  const isTopDown = written < 0;
  if (width <= 0 || height === 0 || width > longestSide || height > longestSide) return undefined;
  if (!fitsBits(compression, bits, isTopDown)) return undefined;
  const colours = bits > 8 ? 0 : coloursUsed(view, start, size, bits);
  const hasMasksBehind = size === 40 && (compression === compressions.masks || compression === compressions.alphaMasks);
  return {
    width,
    height,
    isTopDown,
    bits,
    compression,
    end: start + size + (hasMasksBehind ? 12 : 0),
    palette: colours * (isCore ? 3 : 4),
    pixelsAt: isInIcon ? 0 : view.getUint32(10, true),
  };
}

function coloursUsed(view: DataView, start: number, size: number, bits: number): number {
  const used = size >= 36 ? view.getUint32(start + 32, true) : 0;
  return used === 0 || used > 1 << bits ? 1 << bits : used;
}

function fitsBits(compression: number, bits: number, isTopDown: boolean): boolean {
  switch (compression) {
    case compressions.none:
      return [1, 2, 4, 8, 16, 24, 32].includes(bits);
    case compressions.rle8:
      return bits === 8 && !isTopDown;
    case compressions.rle4:
      return bits === 4 && !isTopDown;
    case compressions.masks:
    case compressions.alphaMasks:
      return bits === 16 || bits === 32;
    default:
      return false;
  }
}

function findFault(
  bytes: Uint8Array,
  header: BitmapHeader,
  available: number,
  isInIcon: boolean,
): BitmapFault | undefined {
  const tableEnd = header.end + header.palette;
  if (header.pixelsAt !== 0 && header.pixelsAt < tableEnd) return 'bad-palette';
  const pixelsAt = header.pixelsAt || tableEnd;
  if (header.compression === compressions.rle8 || header.compression === compressions.rle4) {
    return bytes.length < available ? undefined : followRuns(bytes.subarray(pixelsAt), header);
  }
  const rowLength = Math.ceil((header.width * header.bits) / 32) * 4;
  // pixels of 32 bits say themselves what is transparent
  const mask = isInIcon && header.bits < 32 ? Math.ceil(header.width / 32) * 4 * header.height : 0;
  return available < pixelsAt + rowLength * header.height + mask ? 'pixels-missing' : undefined;
}

/** Runs, pixels as they are, jumps and ends (BI_RLE8 and BI_RLE4). */
function followRuns(data: Uint8Array, { width, height, compression }: BitmapHeader): BitmapFault | undefined {
  let [at, x, y] = [0, 0, 0];
  while (at + 2 <= data.length) {
    const [count = 0, code = 0] = data.subarray(at, at + 2);
    at += 2;
    if (count === 0 && code === 1) return undefined;
    if (y >= height) return 'bad-pixels';
    if (count > 0) x += count;
    else if (code === 0) [x, y] = [0, y + 1];
    else if (code === 2) {
      x += data[at] ?? 0;
      y += data[at + 1] ?? 0;
      at += 2;
      if (x > width || y > height) return 'bad-pixels';
    } else {
      const stored = compression === compressions.rle8 ? code : Math.ceil(code / 2);
      at += stored + (stored & 1);
      x += code;
      if (x > width) return 'bad-pixels';
      if (at > data.length) return 'pixels-missing';
    }
  }
  return y >= height || (y === height - 1 && x >= width) ? 'end-missing' : 'pixels-missing';
}
