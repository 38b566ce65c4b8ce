import { ImgferryError } from '../../core/errors.js';
import type { ImageFacts } from '../../core/image-facts.js';
import { shownDelay } from '../../lib/formats/shown-delay.js';
import type { PictureSize } from '../fitting-size.js';
import type { PictureFrames } from './picture-frames.js';

export interface ReadPixelsOptions {
  readonly signal: AbortSignal;
  /** Scaled to it, where it is given. */
  readonly size?: PictureSize | undefined;
}

/**
 * Decodes a picture; strictly, so that what comes out was whole.
 *
 * @throws ENCODE_FAILED {format, target} where the decoder gives up
 */
export async function readPixels(
  bytes: Uint8Array,
  facts: Pick<ImageFacts, 'format' | 'pages' | 'hasAlpha'>,
  { signal, size }: ReadPixelsOptions,
): Promise<PictureFrames> {
  const { sharp } = await import('../configured-sharp.js');
  signal.throwIfAborted();
  const animated = facts.pages > 1;
  const image = sharp(bytes, { failOn: 'warning', sequentialRead: true, animated }).autoOrient();
  if (size) image.resize(size.width, size.height, { fit: 'fill' });
  if (facts.hasAlpha) image.ensureAlpha();
  else image.removeAlpha();
  try {
    const { delay } = animated ? await sharp(bytes, { animated }).metadata() : {};
    const { data, info } = await image.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    const height = info.pageHeight ?? info.height;
    return {
      pixels: data,
      width: info.width,
      height,
      channels: info.channels === 4 ? 4 : 3,
      frames: info.height / height,
      delays: (delay ?? []).map(shownDelay),
    };
  } catch (error) {
    throw new ImgferryError('ENCODE_FAILED', { format: facts.format, target: facts.format }, { cause: error });
  }
}
