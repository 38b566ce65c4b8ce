import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatInstant } from '../../src/messages/amounts.js';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [1_049, '1.0 KB'],
    [999_949, '999.9 KB'],
    [999_950, '1.0 MB'],
    [52_428_800, '52.4 MB'],
    [2_147_483_648, '2.1 GB'],
    [5e12, '5.0 TB'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(formatBytes(bytes)).toBe(expected);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms', '0 毫秒'],
    [350, '350 ms', '350 毫秒'],
    [2140, '2.1 s', '2.1 秒'],
    [30_000, '30 s', '30 秒'],
    [59_990, '1 min', '1 分'],
    [200_000, '3 min 20 s', '3 分 20 秒'],
    [7_380_000, '2 h 3 min', '2 小时 3 分'],
  ])('%d ms are %s', (ms, english, chinese) => {
    expect([formatDuration(ms, 'en'), formatDuration(ms, 'zh')]).toEqual([english, chinese]);
  });
});

describe('formatInstant', () => {
  it('is local time to the minute', () => {
    expect(formatInstant(new Date(2025, 10, 4, 5, 6, 7).getTime())).toBe('2025-11-04 05:06');
  });
});
