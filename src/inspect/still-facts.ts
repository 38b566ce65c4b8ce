import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import { type Credits, firstCredits } from '../lib/formats/credits.js';
import type { ExifTags } from '../lib/formats/exif-tags.js';
import type { XmpTraces } from '../lib/formats/xmp-traces.js';

/** The facts of a plain still image, to be refined by the format's reader. */
export function stillFacts(format: ImageFormat, bytes: number): ImageFacts {
  return {
    format,
    bytes,
    width: 0,
    height: 0,
    orientation: 1,
    pages: 1,
    duration: 0,
    loop: 1,
    hasAlpha: false,
    hasIcc: false,
    hasExif: false,
    hasGps: false,
    hasSerial: false,
    bitDepth: 8,
    isCmyk: false,
    isGrey: false,
    isAnimatedPng: false,
    isPalette: false,
    isLossy: false,
    hasGainMap: false,
    hasOddColour: false,
  };
}

/** Size as a browser shows it: EXIF orientations 5 to 8 lie on their side. */
export function orientedSize(
  width: number,
  height: number,
  orientation: number,
): Pick<ImageFacts, 'width' | 'height' | 'orientation'> {
  return orientation >= 5 ? { width: height, height: width, orientation } : { width, height, orientation };
}

/** What EXIF and XMP add, and another block's credits. */
export function exifFacts(
  exif: ExifTags | undefined,
  xmp: XmpTraces,
  other: Credits = {},
): Pick<ImageFacts, 'hasExif' | 'hasGps' | 'hasSerial'> & Credits {
  return {
    hasExif: exif !== undefined,
    hasGps: exif?.hasGps === true || xmp.hasPlace,
    hasSerial: exif?.hasSerial === true || xmp.hasSerial,
    ...firstCredits(exif ?? {}, xmp, other),
  };
}
