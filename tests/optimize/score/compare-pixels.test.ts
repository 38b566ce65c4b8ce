import { describe, expect, it } from 'vitest';
import { comparePixels } from '../../../src/optimize/score/compare-pixels.js';
import { noisyPixels, photoPixels } from '../../support/images.js';

const size = { width: 64, height: 48 };
const source = photoPixels(size);

/** The same pixels with an alpha channel. */
function withAlpha(pixels: Buffer, alpha: (pixel: number) => number): Buffer {
  const count = pixels.length / 3;
  return Buffer.concat(
    Array.from({ length: count }, (_, at) => Buffer.from([...pixels.subarray(at * 3, at * 3 + 3), alpha(at)])),
  );
}

describe('comparePixels', () => {
  it('gives 100 to the same pixels', () => {
    expect(comparePixels({ source, result: source, ...size, channels: 3 })).toEqual({ score: 100, largestError: 0 });
  });

  it('tells the largest error of one channel of one pixel', () => {
    const result = Buffer.from(source);
    result[100] = ((result[100] ?? 0) + 28) % 256;
    expect(comparePixels({ source, result, ...size, channels: 3 }).largestError).toBeGreaterThanOrEqual(28);
  });

  it('does not care what stands under full transparency', () => {
    const [one, other] = [source, noisyPixels(size)].map((pixels) => withAlpha(pixels, () => 0));
    if (!one || !other) throw new Error('two pictures are needed');
    expect(comparePixels({ source: one, result: other, ...size, channels: 4 })).toEqual({
      score: 100,
      largestError: 0,
    });
  });

  it('sees a change that shows on one of white and black alone', () => {
    const white = Buffer.alloc(size.width * size.height * 3, 255);
    const [one, other] = [200, 40].map((alpha) => withAlpha(white, (at) => (at % 16 < 8 ? alpha : 255)));
    if (!one || !other) throw new Error('two pictures are needed');
    expect(comparePixels({ source: one, result: other, ...size, channels: 4 }).score).toBeLessThan(50);
  });

  it('judges what is too small for a score by its largest error', () => {
    const tiny = { width: 4, height: 4, channels: 3 } as const;
    const [grey, off] = [Buffer.alloc(48, 100), Buffer.alloc(48, 104)];
    expect(comparePixels({ source: grey, result: off, ...tiny }).score).toBe(80);
    expect(comparePixels({ source: grey, result: Buffer.alloc(48, 105), ...tiny }).score).toBeLessThan(80);
  });
});
