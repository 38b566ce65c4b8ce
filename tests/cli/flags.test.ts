import { describe, expect, it } from 'vitest';
import { timeFlag } from '../../src/cli/flags.js';

const read = (olderThan: string): number | undefined => timeFlag({ olderThan }, 'olderThan', '--older-than');

describe('timeFlag', () => {
  it('takes a number with its unit, and nothing at all', () => {
    expect([read('7d'), read('500ms'), read('0'), read('1.5 h')]).toEqual([604_800_000, 500, 0, 5_400_000]);
  });

  it('takes no bare number, which is days to one and milliseconds to another', () => {
    for (const text of ['7', '0.5', 'd', 'soon']) expect(() => read(text)).toThrow('USAGE_INVALID');
  });
});
