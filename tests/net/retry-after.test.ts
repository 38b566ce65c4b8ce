import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/net/retry-after.js';

const now = Date.UTC(2025, 8, 24, 8, 0, 0);

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 3 ', 3000],
    ['Wed, 24 Sep 2025 08:00:30 GMT', 30_000],
    ['Wednesday, 24-Sep-25 08:00:30 GMT', 30_000],
    ['Wed Sep 24 08:00:30 2025', 30_000],
    ['Wed, 24 Sep 2025 07:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2025', 2_025_000],
    ['2025-09-24', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %s ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
