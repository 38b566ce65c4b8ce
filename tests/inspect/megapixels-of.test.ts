import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { megapixelsOf } from '../../src/inspect/megapixels-of.js';
import { animatedGif, flatPng, photoJpeg, picture, svg } from '../support/images.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgferry-megapixels-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each<[string, () => Promise<Buffer> | Buffer, number]>([
  ['a JPEG', () => photoJpeg({ width: 1000, height: 500 }), 0.5],
  ['a PNG', () => flatPng({ width: 200, height: 100 }), 0.02],
  ['a WebP', () => picture().webp().toBuffer(), 0.0768],
  ['an AVIF', () => picture().avif({ effort: 0 }).toBuffer(), 0.0768],
  ['the frames of a GIF', () => animatedGif({ frames: 3 }), (96 * 64 * 3) / 1e6],
  ['an SVG', () => svg(), 0],
  ['what is no image', () => Buffer.from('hello'), 0],
  ['nothing', () => Buffer.alloc(0), 0],
])('weighs %s by its header', async (name, build, megapixels) => {
  const path = join(folder, name);
  await writeFile(path, await build());
  expect(await megapixelsOf({ path })).toBeCloseTo(megapixels, 6);
});
