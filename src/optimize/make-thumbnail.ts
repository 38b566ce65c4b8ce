/** A picture made small, for a page. */
export interface SmallPicture {
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Makes a picture small: the first frame, as oriented, without metadata; one that is small already keeps its size.
 *
 * @param side pixels that it has at most, either way
 * @returns undefined where the bytes are no picture that can be decoded here
 */
export async function makeThumbnail(bytes: Uint8Array, side: number): Promise<SmallPicture | undefined> {
  const { sharp } = await import('./configured-sharp.js');
  try {
    const { data, info } = await sharp(bytes, { failOn: 'none', limitInputPixels: mostPixels })
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 68, effort: 2 })
      .toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  } catch {
    return undefined; // a page shows what it can: the picture's verdict is the check's to give
  }
}

const mostPixels = 100_000_000;
