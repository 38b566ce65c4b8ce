import type { OutputInfo, Sharp } from 'sharp';
import { ImgferryError } from '../core/errors.js';
import type { ImageFacts } from '../core/image-facts.js';
import { attachCredits } from './attach-credits.js';
import type { EncodingTry } from './choose-encoding.js';
import { creditPlaceholder } from './credit-placeholder.js';

/**
 * Encodes a picture: turned upright, its ICC profile kept, all other metadata left behind but copyright and artist.
 * Its own decode is strict, so that a picture that comes out was whole going in.
 *
 * @returns the same bytes for the same bytes, try and library versions
 * @throws ENCODE_FAILED where the decoder or the encoder gives up; which of them, only a decode alone can tell
 */
export async function encodeImage(
  bytes: Uint8Array,
  facts: ImageFacts,
  attempt: EncodingTry,
  { signal }: { readonly signal: AbortSignal },
): Promise<Buffer> {
  const { sharp } = await import('./configured-sharp.js');
  signal.throwIfAborted();
  const image = sharp(bytes, { failOn: 'warning', sequentialRead: true, animated: facts.pages > 1 });
  if (facts.orientation !== 1) image.autoOrient();
  keepColours(image, facts, attempt.format);
  try {
    if (attempt.format === 'avif') return await encodeAvif(image, facts, attempt);
    const { data, info } = await applyTry(image, attempt).toBuffer({ resolveWithObject: true });
    return attachCredits(data, attempt.format, facts, frameSize(info));
  } catch (error) {
    throw new ImgferryError('ENCODE_FAILED', { format: facts.format, target: attempt.format }, { cause: error });
  }
}

/** Grey stays grey where the format has it; where it hasn't, a profile for grey would be wrong and is applied instead. */
function keepColours(image: Sharp, facts: ImageFacts, format: EncodingTry['format']): void {
  const hasGrey = format === 'jpeg' || format === 'png';
  if (facts.isGrey && hasGrey) image.toColourspace('b-w');
  if (!facts.isGrey || hasGrey) image.keepIccProfile();
}

function applyTry(image: Sharp, attempt: Exclude<EncodingTry, { format: 'avif' }>): Sharp {
  switch (attempt.format) {
    case 'jpeg':
      return image.jpeg({ mozjpeg: true, quality: attempt.quality, chromaSubsampling: attempt.subsampling });
    case 'png':
      // effort, quality and dither would turn on a palette, which is not exact
      return image.png({ compressionLevel: 9, adaptiveFiltering: attempt.isFiltered });
    case 'webp':
      return attempt.lossless
        ? image.webp({ lossless: true, exact: true, effort: attempt.effort })
        : image.webp({ quality: attempt.quality, smartSubsample: attempt.smartSubsample, effort: attempt.effort });
  }
}

/** An AVIF's boxes hold offsets, so its EXIF is written by the encoder, and the words filled in afterwards. */
async function encodeAvif(
  image: Sharp,
  facts: ImageFacts,
  { quality, effort }: Extract<EncodingTry, { format: 'avif' }>,
): Promise<Buffer> {
  const credits = creditPlaceholder(facts);
  if (credits) image.withExif({ IFD0: credits.placeholders });
  const encoded = await image.avif({ quality, effort, chromaSubsampling: '4:4:4' }).toBuffer();
  return credits ? credits.fillIn(encoded) : encoded;
}

const frameSize = ({ width, height, pageHeight = height }: OutputInfo): { width: number; height: number } => ({
  width,
  height: pageHeight,
});
