import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import type { EncodingPolicy } from './encoding-policy.js';

/** More pixels than this, over all frames, would have to be held at once. */
const maxAnimationPixels = 268_402_689;

/**
 * What is left alone whatever format is asked for.
 *
 * @param isScaled the picture is to become smaller, so that its pixels are new ones anyway
 */
export function reasonToKeep(
  facts: ImageFacts,
  { optimize }: Pick<EncodingPolicy, 'optimize'>,
  isScaled: boolean,
): KeepReason | undefined {
  if (optimize === 'off') return 'optimize-off';
  if (facts.format === 'svg') return 'vector';
  if (['heic', 'bmp', 'ico', 'jxl'].includes(facts.format)) return 'no-decoder';
  // what pages hold a place with: many have not even their pixel, and none has anything to save
  if (facts.format === 'gif' && facts.width * facts.height === 1) return 'no-safe-recompression';
  if (facts.isAnimatedPng) return 'animated-png';
  if (facts.hasGainMap) return 'gain-map';
  if (facts.isCmyk) return 'cmyk';
  if (facts.bitDepth > 8) return 'high-bit-depth';
  if (facts.hasOddColour) return 'odd-colour';
  if (facts.isLossy && facts.format !== 'jpeg' && !isScaled) return 'lossy-source'; // a second generation costs more than it saves
  if (facts.isLossy && optimize === 'lossless') return 'lossy-source';
  if (facts.format === 'tiff' && facts.pages > 1) return 'multi-page';
  if (facts.width * facts.height * facts.pages > maxAnimationPixels) return 'too-many-frames';
  return undefined;
}
