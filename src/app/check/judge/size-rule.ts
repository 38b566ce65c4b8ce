import type { ImageLook } from '../../../core/image-look.js';
import type { Evidence } from '../../../core/verdict.js';

/** What an image may have at most; undefined: as much as it likes. */
export interface SizeRule {
  readonly bytes: number | undefined;
  readonly pixels: number | undefined;
}

/** What breaks the rule; undefined where it holds, or where the size is not known. */
export function breaksSizeRule(
  { bytes, width, height }: Pick<ImageLook, 'bytes' | 'width' | 'height'>,
  rule: SizeRule,
): Evidence | undefined {
  const isHeavy = rule.bytes !== undefined && bytes !== undefined && bytes > rule.bytes;
  const hasPixels = rule.pixels !== undefined && width !== undefined && height !== undefined;
  const isLarge = hasPixels && rule.pixels !== undefined && width * height > rule.pixels;
  if (!isHeavy && !isLarge) return undefined;
  return {
    ...(isHeavy && rule.bytes !== undefined ? { bytes, limit: rule.bytes } : {}),
    ...(isLarge && rule.pixels !== undefined ? { width, height, pixelLimit: rule.pixels } : {}),
  };
}
