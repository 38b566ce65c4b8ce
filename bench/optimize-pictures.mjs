import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** @returns {Promise<readonly {name: string, bytes: number, megapixels: number}[]>} in the order of their names */
export async function listPictures(folder, maxMegapixels) {
  const pictures = [];
  for (const name of (await readdir(folder)).sort()) {
    if (!/\.(?:jpe?g|png|webp|avif|gif|tiff?)$/i.test(name)) continue;
    const path = join(folder, name);
    const { width, height } = await sharp(path).metadata();
    const megapixels = (width * height) / 1e6;
    if (megapixels <= maxMegapixels) pictures.push({ name, bytes: (await stat(path)).size, megapixels });
  }
  return pictures;
}
