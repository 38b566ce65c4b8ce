import { crc32 } from 'node:zlib';
import { outlinePng, type PngFault, type SpoiledChunk } from './png-outline.js';
import { followPngStream, type PngHeader } from './png-stream.js';

/** What a browser makes of a PNG. */
export interface PngLook {
  /** Every pixel of the picture that is seen first is there. */
  readonly isFirstWhole: boolean;
  /** Frames of the animation that are lost, lack pixels or were not announced. */
  readonly damagedFrames: number;
  /** What stopped it before IEND. */
  readonly fault: PngFault | 'pixels-missing' | undefined;
}

/**
 * Reads a PNG as browsers do: pixels count as soon as their stream has delivered them, whatever the checksums behind
 * them say. Decoders stop at the last, and know no frames but the first.
 */
export async function lookAtPng(bytes: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<PngLook> {
  const { pictures, promisedFrames, hasStrayFrames, fault, spoiled } = outlinePng(bytes);
  // a default image that no frame control announces is for programs that know no animations
  const shown = promisedFrames > 0 && pictures[0]?.isFrame === false ? 1 : 0;
  let wholes = 0;
  let isFirstWhole = false;
  for (const [index, { header, data }] of pictures.entries()) {
    const stream = await followPngStream(data, header, { signal });
    const isSpoiled = spoiled !== undefined && index === pictures.length - 1;
    const isWhole = stream.isWhole && !(isSpoiled && (hasAlpha(header) || !arePixelsSpared(spoiled, stream.checksum)));
    if (index === shown) isFirstWhole = isWhole;
    wholes += isWhole ? 1 : 0;
  }
  const expected = Math.max(1, promisedFrames + shown);
  // without IEND nothing says that the last frame is over
  const isLastOpen = promisedFrames > 0 && fault !== undefined && wholes === expected;
  return {
    isFirstWhole,
    damagedFrames: Math.abs(expected - Math.max(wholes, 1)) + (isLastOpen || hasStrayFrames ? 1 : 0),
    fault: fault ?? (isFirstWhole ? undefined : 'pixels-missing'),
  };
}

/** Chromium 150 paints nothing of a picture with an alpha channel that it could not read to its end. */
const hasAlpha = ({ colourType }: PngHeader): boolean => (colourType & 4) !== 0;

/**
 * Whether it is a checksum or a length that was changed and not the pixels: the checksum of the stream, which stands
 * behind it, fits them, or the chunk's own fits with the one that should stand there.
 */
function arePixelsSpared({ summed, checksum, endOfData }: SpoiledChunk, ofPixels: number): boolean {
  if (summed.length < 8) return false;
  const expected = Buffer.alloc(4);
  expected.writeUInt32BE(ofPixels);
  if (Buffer.from(endOfData).includes(expected)) return true;
  const mended = Buffer.from(summed);
  expected.copy(mended, mended.length - 4);
  return crc32(mended) === checksum;
}
