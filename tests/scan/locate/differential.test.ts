import { describe, expect, it } from 'vitest';
import { type Difference, differences } from '../../support/locate/differential.js';

const count = Number(process.env.FUZZ_COUNT ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What one parser alone reads otherwise is rare: each kind is explained in docs/decisions/001-locator-differences.md. */
const mostContested = Math.max(8, count / 200);

describe('random documents', () => {
  it(
    `name the images that commonmark.js and micromark find (seeds from ${seed})`,
    () => {
      const found = [...differences(seed, count)];
      const contested = found.filter(({ isContested }) => isContested);
      const lines = (list: readonly Difference[]): string => list.map((one) => JSON.stringify(one)).join('\n');
      if (process.env.FUZZ_COUNT !== undefined)
        console.log(`${count} documents of each kind from seed ${seed}: ${found.length} differ\n${lines(found)}`);
      expect(lines(found.filter(({ isContested }) => !isContested))).toBe('');
      expect(contested.length, lines(contested)).toBeLessThanOrEqual(mostContested);
    },
    Math.max(60_000, count * 20),
  );
});
