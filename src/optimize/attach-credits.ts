import type { ImageFacts } from '../core/image-facts.js';
import { writeExifTags } from '../lib/formats/exif-tags.js';
import { pngChunk } from '../lib/formats/png-chunks.js';
import { riffChunks, riffFile } from '../lib/formats/riff-chunks.js';

export type Credits = Pick<ImageFacts, 'copyright' | 'artist'>;

/**
 * Writes copyright and artist into a JPEG, PNG or WebP that was just encoded. The encoder's own EXIF writer makes
 * `(C) ?` of `© 王`; here the block is UTF-8.
 *
 * @param size in pixels, of the encoded picture
 */
export function attachCredits(
  encoded: Buffer,
  format: 'jpeg' | 'png' | 'webp',
  { copyright, artist }: Credits,
  size: { readonly width: number; readonly height: number },
): Buffer {
  const exif = writeExifTags({ copyright, artist });
  if (exif === undefined) return encoded;
  switch (format) {
    case 'jpeg':
      return Buffer.concat([encoded.subarray(0, 2), exifSegment(exif), encoded.subarray(2)]);
    case 'png':
      return Buffer.concat([encoded.subarray(0, pngHeaderEnd), pngChunk('eXIf', exif), encoded.subarray(pngHeaderEnd)]);
    case 'webp':
      return withWebpExif(encoded, exif, size);
  }
}

/** Signature and IHDR. */
const pngHeaderEnd = 8 + 25;

/** An APP1 segment that holds an EXIF block (CIPA DC-008, 4.7.2). */
export function exifSegment(exif: Uint8Array): Buffer {
  const header = Buffer.from('\xff\xe1\0\0Exif\0\0', 'latin1');
  header.writeUInt16BE(exif.length + header.length - 2, 2);
  return Buffer.concat([header, exif]);
}

/** RFC 9649, 2.7: metadata needs the extended header; it stands behind the picture. */
function withWebpExif(
  encoded: Buffer,
  exif: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Buffer {
  const chunks = [...riffChunks(encoded)];
  const first = chunks[0];
  const hasHeader = first?.type === 'VP8X';
  const header = hasHeader ? Buffer.from(first.data) : Buffer.alloc(10);
  if (!hasHeader) {
    header[0] = first?.type === 'VP8L' && ((first.data[4] ?? 0) & 0x10) !== 0 ? webpFlag.alpha : 0;
    header.writeUIntLE(size.width - 1, 4, 3);
    header.writeUIntLE(size.height - 1, 7, 3);
  }
  header[0] = (header[0] ?? 0) | webpFlag.exif;
  const rest = hasHeader ? chunks.slice(1) : chunks;
  return riffFile([{ type: 'VP8X', data: header }, ...rest, { type: 'EXIF', data: exif }]);
}

/** RFC 9649, figure 7. */
const webpFlag = { alpha: 0x10, exif: 0x08 } as const;
