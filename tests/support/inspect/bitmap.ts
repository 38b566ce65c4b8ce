export interface BitmapOptions {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: 1 | 4 | 8 | 16 | 24 | 32;
  /** Bytes of the header: OS/2's, Windows' 3, 95, 98. */
  readonly header?: 12 | 40 | 108 | 124;
  readonly isTopDown?: boolean;
  /** Run-length encoding, of 4 and 8 bits only. */
  readonly isPacked?: boolean;
  /** Masks say where the colours are, of 16 and 32 bits only. */
  readonly hasMasks?: boolean;
}

/** A Windows bitmap of stripes, of any kind that Windows writes. */
export function bitmap(options: BitmapOptions = {}): Buffer {
  const { header = 40, bits = 24, hasMasks = false } = options;
  const dib = bitmapHeader(options);
  const masks = hasMasks && header === 40 ? masksOf(bits) : Buffer.alloc(0);
  const pixelsAt = 14 + dib.length + masks.length + paletteOf(options).length;
  const pixels = bitmapPixels(options);
  const file = Buffer.alloc(14);
  file.write('BM', 'latin1');
  file.writeUInt32LE(pixelsAt + pixels.length, 2);
  file.writeUInt32LE(pixelsAt, 10);
  return Buffer.concat([file, dib, masks, paletteOf(options), pixels]);
}

/** The header behind the file's own, as an icon starts with. */
export function bitmapHeader(options: BitmapOptions): Buffer {
  const { width = 24, height = 16, bits = 24, header = 40, isTopDown = false, isPacked = false } = options;
  const dib = Buffer.alloc(header);
  dib.writeUInt32LE(header, 0);
  if (header === 12) {
    dib.writeUInt16LE(width, 4);
    dib.writeUInt16LE(height, 6);
    dib.writeUInt16LE(1, 8);
    dib.writeUInt16LE(bits, 10);
    return dib;
  }
  dib.writeInt32LE(width, 4);
  dib.writeInt32LE(isTopDown ? -height : height, 8);
  dib.writeUInt16LE(1, 12);
  dib.writeUInt16LE(bits, 14);
  dib.writeUInt32LE(isPacked ? (bits === 8 ? 1 : 2) : options.hasMasks ? 3 : 0, 16);
  dib.writeUInt32LE(bitmapPixels(options).length, 20);
  dib.writeUInt32LE(bits <= 8 ? 1 << bits : 0, 32);
  if (header > 40) {
    if (options.hasMasks) masksOf(bits).copy(dib, 40);
    dib.writeUInt32LE(0x73524742, 56); // sRGB
  }
  return dib;
}

/** 5-6-5, or 8-8-8 with red first. */
function masksOf(bits: number): Buffer {
  const masks = bits === 16 ? [0xf800, 0x07e0, 0x001f] : [0x00ff0000, 0x0000ff00, 0x000000ff];
  const bytes = Buffer.alloc(12);
  masks.forEach((mask, index) => {
    bytes.writeUInt32LE(mask, index * 4);
  });
  return bytes;
}

export function paletteOf({ bits = 24, header = 40 }: BitmapOptions): Buffer {
  if (bits > 8) return Buffer.alloc(0);
  const entry = header === 12 ? 3 : 4;
  const palette = Buffer.alloc((1 << bits) * entry);
  for (let index = 0; index < 1 << bits; index += 1) {
    palette.set([(index * 67) & 255, (index * 31 + 90) & 255, (255 - index * 13) & 255], index * entry);
  }
  return palette;
}

function bitmapPixels(options: BitmapOptions): Buffer {
  const { width = 24, height = 16, bits = 24, isPacked = false } = options;
  return isPacked ? packedRows(width, height, bits) : plainRows(width, height, bits);
}

export function plainRows(width: number, height: number, bits: number): Buffer {
  const length = Math.ceil((width * bits) / 32) * 4;
  const rows = Buffer.alloc(length * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < (width * bits) / 8; x += 1) rows[y * length + x] = (x * 7 + y * 29 + (x * y) / 5) & 255;
  }
  return rows;
}

/** Runs of up to seven pixels, and each third one written out. */
function packedRows(width: number, height: number, bits: number): Buffer {
  const bytes: number[] = [];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; ) {
      const length = Math.min(3 + ((x + y) % 5), width - x);
      if ((x + y) % 3 === 0 && length >= 3) {
        bytes.push(0, length);
        const stored = Math.ceil((length * bits) / 8);
        for (let index = 0; index < stored; index += 1) bytes.push((x * 17 + y * 5 + index * 40) & 255);
        if (stored % 2 === 1) bytes.push(0);
      } else bytes.push(length, (x * 11 + y * 37) & 255);
      x += length;
    }
    bytes.push(0, y === height - 1 ? 1 : 0);
  }
  return Buffer.from(bytes);
}
