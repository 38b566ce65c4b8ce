export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size that a picture is scaled down to, its proportions kept.
 *
 * @returns undefined where it fits as it is
 */
export function fittingSize(
  { width, height }: PictureSize,
  { maxWidth = width, maxHeight = height }: { readonly maxWidth?: number; readonly maxHeight?: number },
): PictureSize | undefined {
  return scaledSize({ width, height }, Math.min(maxWidth / width, maxHeight / height));
}

/**
 * The next size to try where a result was too many bytes: they go with the pixels, more or less.
 *
 * @param bytes of the picture at its present size
 */
export function smallerSize(size: PictureSize, bytes: number, maxBytes: number): PictureSize | undefined {
  return scaledSize(size, Math.sqrt(maxBytes / bytes) * 0.97);
}

function scaledSize({ width, height }: PictureSize, scale: number): PictureSize | undefined {
  if (!(scale < 1)) return undefined;
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
