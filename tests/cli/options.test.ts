import { describe, expect, it } from 'vitest';
import { portNumber } from '../../src/cli/options.js';

describe('portNumber', () => {
  it('takes what TCP has', () => {
    expect([portNumber('0'), portNumber('65535')]).toEqual([0, 65_535]);
  });

  it('refuses what no server can listen at', () => {
    for (const text of ['65536', '99999', '-1', '80a', '']) expect(() => portNumber(text)).toThrow('expected');
  });
});
