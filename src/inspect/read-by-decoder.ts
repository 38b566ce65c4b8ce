import type { Metadata } from 'sharp';
import type { ImageFacts } from '../core/image-facts.js';
import { type ExifTags, readExifTags } from '../lib/formats/exif-tags.js';
import { readXmpTraces } from '../lib/formats/xmp-traces.js';
import { type DecodeFault, describeFault, withOwnWords } from './decode-fault.js';
import { exifFacts, orientedSize, stillFacts } from './still-facts.js';

/**
 * Facts of an AVIF, HEIC or TIFF, whose boxes and directories the decoder's header reader knows best.
 *
 * @param source the bytes, or a path, for which `bytes` stays 0
 */
export async function readByDecoder(
  source: Uint8Array | string,
  format: 'avif' | 'heic' | 'tiff',
): Promise<ImageFacts | DecodeFault> {
  const metadata = await withOwnWords(() => readMetadata(source));
  if ('reason' in metadata) return metadata;
  const isTiff = format === 'tiff';
  const exif = isTiff ? tiffTags(source) : metadata.exif && readExifTags(metadata.exif);
  return {
    ...stillFacts(format, metadata.size ?? 0),
    // libheif has turned the picture already, and leaves the tag for show
    ...orientedSize(metadata.width, metadata.height, isTiff ? (metadata.orientation ?? 1) : 1),
    pages: metadata.pages ?? 1,
    hasAlpha: metadata.hasAlpha,
    hasIcc: metadata.hasProfile,
    ...exifFacts(exif, readXmpTraces(...(metadata.xmp ? [metadata.xmp] : []))),
    bitDepth: metadata.bitsPerSample ?? (metadata.depth === 'uchar' ? 8 : 16),
    isCmyk: metadata.space === 'cmyk',
    isGrey: metadata.space === 'b-w',
    isLossy: !isTiff,
  };
}

async function readMetadata(source: Uint8Array | string): Promise<Metadata | DecodeFault> {
  const { sharp } = await import('./configured-sharp.js');
  try {
    return await sharp(source, { limitInputPixels: false }).metadata();
  } catch (error) {
    return describeFault(error);
  }
}

/** A TIFF file is such a block itself; the decoder gives none of it. */
function tiffTags(source: Uint8Array | string): ExifTags | undefined {
  if (typeof source === 'string') return undefined;
  const { orientation: _orientation, ...tags } = readExifTags(source);
  const isTold = tags.hasGps || tags.hasSerial || tags.copyright !== undefined || tags.artist !== undefined;
  return isTold ? { orientation: 1, ...tags } : undefined;
}
