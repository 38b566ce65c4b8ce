import type { OutputInfo, Sharp } from 'sharp';
import { ImgferryError } from '../core/errors.js';
import type { ImageFacts } from '../core/image-facts.js';
import { attachCredits, type Credits } from './attach-credits.js';
import { creditPlaceholder } from './credit-placeholder.js';
import type { EncodingPolicy } from './encoding-policy.js';
import type { EncodingTry } from './encoding-try.js';
import type { PictureSize } from './fitting-size.js';
import { packPng } from './pack-png.js';

export interface EncodeOptions {
  readonly signal: AbortSignal;
  readonly metadata: EncodingPolicy['metadata'];
  /** Scaled to it, where it is given. */
  readonly size?: PictureSize | undefined;
}

/**
 * Encodes a picture: turned upright, its ICC profile kept, of other metadata what `metadata` says. Its own decode is
 * strict, so that a picture that comes out was whole going in.
 *
 * @returns the same bytes for the same bytes, try, options and library versions
 * @throws ENCODE_FAILED where the decoder or the encoder gives up; which of them, only a decode alone can tell
 */
export async function encodeImage(
  bytes: Uint8Array,
  facts: ImageFacts,
  attempt: EncodingTry,
  options: EncodeOptions,
): Promise<Buffer> {
  const { sharp } = await import('./configured-sharp.js');
  const { signal, metadata, size } = options;
  signal.throwIfAborted();
  const image = sharp(bytes, { failOn: 'warning', sequentialRead: true, animated: facts.pages > 1 });
  if (facts.orientation !== 1) image.autoOrient();
  if (size) image.resize(size.width, size.height, { fit: 'fill' });
  keepColours(image, facts, attempt.format);
  if (metadata === 'all') image.keepExif().keepXmp();
  const credits = metadata === 'copyright' ? facts : {};
  try {
    return await encode(image, attempt, credits);
  } catch (error) {
    signal.throwIfAborted();
    throw new ImgferryError('ENCODE_FAILED', { format: facts.format, target: attempt.format }, { cause: error });
  }
}

/** Grey stays grey where the format has it; where it hasn't, a profile for grey would be wrong and is applied instead. */
function keepColours(image: Sharp, facts: ImageFacts, format: EncodingTry['format']): void {
  const hasGrey = format === 'jpeg' || format === 'png';
  if (facts.isGrey && hasGrey) image.toColourspace('b-w');
  if (!facts.isGrey || hasGrey) image.keepIccProfile();
}

async function encode(image: Sharp, attempt: EncodingTry, credits: Credits): Promise<Buffer> {
  if (attempt.format === 'avif') return encodeAvif(image, attempt, credits);
  const { data, info } = await applyTry(image, attempt).toBuffer({ resolveWithObject: true });
  const packed = 'oxipng' in attempt ? Buffer.from(await packPng(data, attempt.oxipng)) : data;
  return attachCredits(packed, attempt.format, credits, frameSize(info));
}

function applyTry(image: Sharp, attempt: Exclude<EncodingTry, { format: 'avif' }>): Sharp {
  switch (attempt.format) {
    case 'jpeg':
      return image.jpeg({ mozjpeg: true, quality: attempt.quality, chromaSubsampling: attempt.subsampling });
    case 'png':
      // effort, quality and dither would turn on a palette, which is not exact
      return 'oxipng' in attempt
        ? image.png({ compressionLevel: 1 })
        : image.png({ compressionLevel: 9, adaptiveFiltering: attempt.isFiltered });
    case 'webp':
      return applyWebp(image, attempt);
  }
}

function applyWebp(image: Sharp, attempt: Extract<EncodingTry, { format: 'webp' }>): Sharp {
  const { effort } = attempt;
  if (attempt.lossless === true) return image.webp({ lossless: true, exact: true, effort });
  if (attempt.lossless === 'near') return image.webp({ nearLossless: true, quality: attempt.near, effort });
  return image.webp({ quality: attempt.quality, smartSubsample: attempt.smartSubsample, effort });
}

/** An AVIF's boxes hold offsets, so its EXIF is written by the encoder, and the words filled in afterwards. */
async function encodeAvif(
  image: Sharp,
  { quality, effort }: Extract<EncodingTry, { format: 'avif' }>,
  credits: Credits,
): Promise<Buffer> {
  const placeholder = creditPlaceholder(credits);
  if (placeholder) image.withExif({ IFD0: placeholder.placeholders });
  const encoded = await image.avif({ quality, effort, chromaSubsampling: '4:4:4' }).toBuffer();
  return placeholder ? placeholder.fillIn(encoded) : encoded;
}

const frameSize = ({ width, height, pageHeight = height }: OutputInfo): { width: number; height: number } => ({
  width,
  height: pageHeight,
});
