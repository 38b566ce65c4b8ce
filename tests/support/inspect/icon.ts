import { bitmapHeader, paletteOf, plainRows } from './bitmap.js';

export interface IconPicture {
  /** Pixels a side, 1 to 256. */
  readonly side: number;
  readonly bytes: Buffer;
}

/** A Windows icon of these pictures. */
export function icon(pictures: readonly IconPicture[], kind: 'icon' | 'cursor' = 'icon'): Buffer {
  const directory = Buffer.alloc(6 + pictures.length * 16);
  directory.writeUInt16LE(kind === 'icon' ? 1 : 2, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let at = directory.length;
  pictures.forEach(({ side, bytes }, index) => {
    const entry = 6 + index * 16;
    directory[entry] = side & 255;
    directory[entry + 1] = side & 255;
    directory.writeUInt16LE(kind === 'icon' ? 1 : 0, entry + 4);
    directory.writeUInt16LE(kind === 'icon' ? 32 : 0, entry + 6);
    directory.writeUInt32LE(bytes.length, entry + 8);
    directory.writeUInt32LE(at, entry + 12);
    at += bytes.length;
  });
  return Buffer.concat([directory, ...pictures.map(({ bytes }) => bytes)]);
}

/** A picture as icons hold it: a bitmap without a file header, of twice the height, with a mask behind its pixels. */
export function iconBitmap(side: number, bits: 1 | 4 | 8 | 24 | 32 = 32): IconPicture {
  const header = bitmapHeader({ width: side, height: side, bits });
  header.writeInt32LE(side * 2, 8);
  const pixels = plainRows(side, side, bits);
  if (bits === 32) for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  const mask = Buffer.alloc(Math.ceil(side / 32) * 4 * side);
  return { side, bytes: Buffer.concat([header, paletteOf({ bits }), pixels, mask]) };
}
