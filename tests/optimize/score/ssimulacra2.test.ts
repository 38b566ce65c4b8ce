import sharp, { type Sharp } from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { gaussianTaps } from '../../../src/optimize/score/gaussian-taps.js';
import { type RgbPixels, ssimulacra2 } from '../../../src/optimize/score/ssimulacra2.js';
import { flatPixels, noisyPixels, photoPixels } from '../../support/images.js';
import { oracleScore } from './oracle.js';

async function encoded(source: RgbPixels, encode: (image: Sharp) => Sharp): Promise<RgbPixels> {
  const { pixels, ...size } = source;
  const bytes = await encode(sharp(pixels, { raw: { ...size, channels: 3 } })).toBuffer();
  return { ...size, pixels: await sharp(bytes).removeAlpha().raw().toBuffer() };
}

vi.spyOn(console, 'log').mockReturnValue(undefined); // the other implementation talks

const drawers = { photo: photoPixels, drawing: flatPixels, noise: noisyPixels };
const sizes = [
  [320, 240],
  [333, 91],
  [61, 207],
  [8, 8],
  [40, 9],
] as const;

const pictures = Object.entries(drawers).flatMap(([name, draw]) =>
  sizes.map(([width, height]) => ({ name, width, height, source: { pixels: draw({ width, height }), width, height } })),
);

describe('ssimulacra2', () => {
  it.each(pictures)('agrees with another implementation on a $name of $width x $height', async ({ source }) => {
    for (const quality of [20, 60, 90]) {
      const result = await encoded(source, (image) => image.webp({ quality, smartSubsample: true }));
      const [ours, theirs] = [ssimulacra2(source, result), oracleScore(source, result)];
      // theirs is reckoned in single precision and reads lower where it counts; ours allows for that
      expect(ours).toBeLessThan(theirs + 1);
      expect(ours).toBeGreaterThan(Math.min(theirs, 90) - 5);
    }
  });

  it('gives 100 for the same picture but for what it allows', () => {
    const source = { pixels: photoPixels(), width: 320, height: 240 };
    expect(ssimulacra2(source, source)).toBe(100);
  });

  it('falls with the quality', async () => {
    const source = { pixels: photoPixels(), width: 320, height: 240 };
    const scores = await Promise.all(
      [95, 80, 50, 20].map(async (quality) =>
        ssimulacra2(source, await encoded(source, (image) => image.jpeg({ quality }))),
      ),
    );
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
  });

  it('sees that red text on blue suffers from coarse colours', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><rect width="100%" height="100%" fill="#00f"/><g fill="#f00" font-size="12" font-family="monospace">${[20, 40, 60, 80, 100].map((y) => `<text x="4" y="${y}">The quick brown fox jumps over it</text>`).join('')}</g></svg>`;
    const pixels = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
    const source = { pixels, width: 240, height: 120 };
    const coarse = ssimulacra2(source, await encoded(source, (image) => image.webp({ quality: 90 })));
    const fine = ssimulacra2(
      source,
      await encoded(source, (image) => image.avif({ quality: 65, chromaSubsampling: '4:4:4' })),
    );
    expect(coarse).toBeLessThan(60);
    expect(fine).toBeGreaterThan(70);
  });

  it('reads a picture that is too small to be compared as equal', () => {
    const size = { width: 7, height: 300 };
    const [source, result] = [photoPixels(size), noisyPixels(size)];
    expect(ssimulacra2({ ...size, pixels: source }, { ...size, pixels: result })).toBe(100);
  });
});

it('the filter leaves a plain area as it is', () => {
  const [middle, ...sides] = gaussianTaps;
  expect(middle + 2 * sides.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 3);
});
