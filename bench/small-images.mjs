import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/**
 * Distinct JPEGs of about so many bytes: one picture, and a comment that no other one has. The same arguments make the
 * same images, so they are made once and kept in the system's folder for temporary files.
 *
 * @param {{count: number, bytes: number, draw?: (bytes: number) => Promise<Buffer>}} wanted `draw` has a name of its own
 * @returns {Promise<{folder: string, names: string[]}>}
 */
export async function makeSmallImages({ count, bytes, draw = noise }) {
  const folder = join(tmpdir(), `imgferry-bench-small-${count}-${bytes}-${draw.name}`);
  if (!existsSync(folder)) {
    const draft = `${folder}-${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const picture = await draw(bytes - 100);
    for (let at = 0; at < count; at += 1)
      writeFileSync(
        join(draft, `${String(at).padStart(6, '0')}.jpg`),
        withComment(picture, `picture ${at}`.padEnd(40)),
      );
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  }
  return { folder, names: readdirSync(folder).sort() };
}

/** It is as large as its pixels are many. */
async function noise(bytes) {
  const side = Math.max(8, Math.round(Math.sqrt(bytes / 0.75)));
  const noise = { type: 'gaussian', mean: 128, sigma: 30 };
  return sharp({ create: { width: side, height: side, channels: 3, noise, background: '#000' } })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Softly shaded, and saved with more quality than shows: half its bytes and more can be saved. */
export async function shades(bytes) {
  const side = Math.round(Math.sqrt(bytes / 0.6));
  const noise = { type: 'gaussian', mean: 128, sigma: 50 };
  const seed = Math.ceil(side / 32);
  const small = await sharp({ create: { width: seed, height: seed, channels: 3, noise, background: '#000' } })
    .png()
    .toBuffer();
  return sharp(small).resize(side, side, { kernel: 'cubic' }).jpeg({ quality: 97 }).toBuffer();
}

/** A segment behind the start of the image (JPEG, B.2.4.5). */
export function withComment(picture, text) {
  const segment = Buffer.from(`\xff\xfe\0\0${text}`, 'latin1');
  segment.writeUInt16BE(segment.length - 2, 2);
  return Buffer.concat([picture.subarray(0, 2), segment, picture.subarray(2)]);
}
