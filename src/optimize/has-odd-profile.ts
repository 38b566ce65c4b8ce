import type { ImageFacts } from '../core/image-facts.js';
import { readProfileEffect } from '../lib/formats/icc-profile.js';

/** Whether a picture has a colour profile that decoders can't use, or differ about. */
export async function hasOddProfile(
  bytes: Uint8Array,
  { hasIcc, isGrey }: Pick<ImageFacts, 'hasIcc' | 'isGrey'>,
): Promise<boolean> {
  if (!hasIcc) return false;
  const { sharp } = await import('./configured-sharp.js');
  const { icc } = await sharp(bytes).metadata();
  return icc !== undefined && readProfileEffect(icc, { isGrey }) === 'odd';
}
