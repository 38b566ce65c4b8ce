import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparePixels } from '../../src/optimize/score/compare-pixels.js';
import { type ChromiumPixels, openChromiumPixels, type ShownPixels } from '../support/chromium-pixels.js';
import { colourProfile, withProfile } from '../support/colour-profile.js';
import { flatPixels, photoPixels, picture } from '../support/images.js';
import { chromiumPath } from '../support/inspect/chromium-judge.js';
import { createRandom } from '../support/random.js';
import { bytesAfter, factsOf, optimize } from './optimizing.js';

const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1e9);

describe.skipIf(chromiumPath === undefined)(`what Chromium shows (IMGFERRY_SEED=${seed})`, () => {
  let browser: ChromiumPixels;
  beforeAll(async () => {
    browser = await openChromiumPixels(chromiumPath ?? '');
  });
  afterAll(() => browser.close());

  async function shown(bytes: Buffer, format: string): Promise<ShownPixels> {
    const pixels = await browser.show(bytes, format);
    if (pixels === undefined) throw new Error(`the ${format} is not drawn`);
    return pixels;
  }

  describe('with a colour profile', () => {
    const small = { width: 96, height: 64 };
    const colours = () => picture(photoPixels, small).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    const greys = () => picture(photoPixels, small).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer();
    const matrix = colourProfile({ space: 'RGB ', gamma: 1.8 });
    const cases: readonly (readonly [string, () => Promise<Buffer>, Buffer])[] = [
      ['of its own colours', colours, matrix],
      ['that is a table', colours, colourProfile({ space: 'RGB ', gamma: 1.8, isTable: true })],
      ['that is cut', colours, matrix.subarray(0, 300)],
      ['that is no profile', colours, Buffer.alloc(500, 'no profile ')],
      ['for grey in a picture of colours', colours, colourProfile({ space: 'GRAY', gamma: 1.2 })],
      ['for grey in a grey one', greys, colourProfile({ space: 'GRAY', gamma: 1.2 })],
      ['for grey by lightness', greys, colourProfile({ space: 'GRAY', gamma: 1.2, connection: 'Lab ' })],
      ['for colours in a grey one', greys, matrix],
    ];

    it.each(cases)('%s, the colours stay, whatever it becomes', async (_, build, profile) => {
      const bytes = withProfile(await build(), profile);
      expect((await factsOf(bytes)).hasIcc).toBe(true);
      const before = await shown(bytes, 'jpeg');
      for (const imageFormat of ['keep', 'webp', 'avif', 'auto'] as const) {
        const result = await optimize(bytes, { imageFormat, effort: 'fast', quality: 97 });
        const after = await shown(bytesAfter(bytes, result), result.format);
        expect([imageFormat, result.format, meanDifference(before, after)]).toEqual([
          imageFormat,
          result.format,
          expect.toSatisfy((mean: number) => mean < 3),
        ]);
      }
    });
  });

  describe('of pictures of any size', () => {
    const random = createRandom(seed);
    const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
    const kinds: Readonly<Record<string, (image: Sharp) => Sharp>> = {
      'a JPEG on its side': (image) => image.withMetadata({ orientation: between(2, 8) }).jpeg({ quality: 95 }),
      'a JPEG in P3': (image) => image.withIccProfile('p3').jpeg({ quality: 96, chromaSubsampling: '4:4:4' }),
      'a PNG': (image) => image.png({ compressionLevel: 1 }),
      'a PNG that lets through': (image) => image.ensureAlpha(0.2 + random() * 0.7).png({ compressionLevel: 1 }),
      'a PNG with a palette': (image) => image.png({ palette: true, compressionLevel: 1 }),
      'a grey PNG': (image) => image.toColourspace('b-w').png({ compressionLevel: 1 }),
    };
    const cases = Object.entries(kinds).map(([kind, build], index) => {
      const long = index === 0 ? 4000 : between(300, 1400);
      const short = between(1, Math.min(long, Math.floor(400_000 / long)));
      const size = random() < 0.5 ? { width: long, height: short } : { width: short, height: long };
      return { kind, build, size, pixels: random() < 0.6 ? photoPixels : flatPixels };
    });

    it.each(cases)('$kind, $size.width x $size.height', async ({ build, size, pixels }) => {
      const bytes = await build(picture(pixels, { ...size, seed: Math.floor(random() * 1e6) })).toBuffer();
      const { format } = await factsOf(bytes);
      const result = await optimize(bytes, { imageFormat: 'auto' });
      const after = bytesAfter(bytes, result);
      expect(after.length).toBeLessThanOrEqual(bytes.length);
      const [source, shownAfter] = [await shown(bytes, format), await shown(after, result.format)];
      expect(shownAfter).toMatchObject({ width: source.width, height: source.height });
      const { width, height } = source;
      const pair = { source: source.pixels, result: shownAfter.pixels, width, height, channels: 3 } as const;
      const { score, largestError } = comparePixels(pair);
      expect(score).toBeGreaterThanOrEqual(79); // the browser rounds where it mixes and converts
      expect(largestError).toBeLessThanOrEqual(100);
    });
  });
});

function meanDifference(one: ShownPixels, other: ShownPixels): number {
  const differences = one.pixels.map((value, at) => Math.abs(value - (other.pixels[at] ?? 0)));
  return differences.reduce((total, difference) => total + difference, 0) / differences.length;
}
