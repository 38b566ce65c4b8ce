import { describe, expect, it } from 'vitest';
import type { QualitySearch } from '../../src/optimize/encoding-try.js';
import { nextQuality, type QualityScore } from '../../src/optimize/next-quality.js';

const search: QualitySearch = {
  kind: 'searched',
  start: { format: 'avif', quality: 70, effort: 2 },
  from: 45,
  to: 92,
  tries: 3,
  slack: 3,
  maxError: 64,
};
const seen = (...pairs: readonly [number, number][]): QualityScore[] =>
  pairs.map(([quality, score]) => ({ quality, score }));

describe('nextQuality', () => {
  it('begins where it was told to', () => {
    expect(nextQuality(search, [], 80)).toBe(70);
  });

  it.each([
    ['just above the target', seen([70, 82])],
    ['out of tries', seen([70, 70], [80, 75], [90, 79])],
    ['between neighbours', seen([70, 79], [71, 84])],
    ['at the lowest that is allowed', seen([45, 99])],
    ['at the highest that is allowed', seen([92, 20])],
  ])('ends %s', (_, known) => {
    expect(nextQuality(search, known, 80)).toBeUndefined();
  });

  it.each([
    ['lower where there is room', seen([70, 88]), 60],
    ['higher where it is not enough', seen([70, 75]), 80],
    ['between a failure and a success', seen([70, 76], [80, 86]), 76],
    ['no lower than is allowed', seen([50, 99]), 45],
    ['no higher than is allowed', seen([85, 40]), 92],
  ])('goes %s', (_, known, quality) => {
    expect(nextQuality(search, known, 80)).toBe(quality);
  });

  it('finds its end, whatever the scores are like', () => {
    for (let slope = 1; slope <= 40; slope += 1) {
      const known: QualityScore[] = [];
      for (;;) {
        const quality = nextQuality({ ...search, tries: 8 }, known, 80);
        if (quality === undefined) break;
        expect(known.map((one) => one.quality)).not.toContain(quality);
        known.push({ quality, score: 100 - (100 - quality) * slope * 0.05 });
      }
      expect(known.length).toBeLessThanOrEqual(8);
    }
  });
});
