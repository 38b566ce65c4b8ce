import { describe, expect, it } from 'vitest';
import { countCalls, planSubmission, refuseBeyondQuota, takeBatch } from '../../src/cdn/plan-submission.js';
import type { CdnSubmission } from '../../src/core/cdn.js';

const row = (name: string, state: CdnSubmission['state'], at: number, since = at): CdnSubmission => ({
  provider: 'aliyun',
  action: 'refresh',
  target: 'url',
  name,
  state,
  at,
  since,
});

function plan(names: readonly string[], rows: readonly CdnSubmission[] = [], remaining?: number) {
  return planSubmission({
    action: 'refresh',
    target: 'url',
    names,
    limit: { perCall: 2, longest: 10 },
    quota: remaining === undefined ? [] : [{ action: 'refresh', target: 'url', remaining, limit: 100 }],
    known: (name) => rows.find((one) => one.name === name),
    notBefore: 1000,
  });
}

describe('planSubmission', () => {
  it('sends what was never sent, or too long ago', () => {
    expect(plan(['a', 'b'], [row('b', 'sent', 999)])).toMatchObject({
      toSend: ['a', 'b'],
      sentBefore: [],
      uncertain: 0,
    });
  });

  it('leaves out what was sent', () => {
    expect(plan(['a', 'b'], [row('b', 'sent', 1000)])).toMatchObject({ toSend: ['a'], sentBefore: [{ name: 'b' }] });
  });

  it('still counts as sent what an earlier day of the same submission sent', () => {
    const rows = [row('a', 'sent', 20, 10), row('b', 'waiting', 20, 10)];
    expect(plan(['a', 'b'], rows)).toMatchObject({ toSend: ['b'], sentBefore: [{ name: 'a' }] });
  });

  it('sends again what nobody knows of, and says how many', () => {
    expect(plan(['a', 'b'], [row('a', 'sending', 1500)])).toMatchObject({ toSend: ['a', 'b'], uncertain: 1 });
  });

  it('tells what is too long, and what the quota has no room for', () => {
    const made = plan(['12345678901', 'a', 'b', 'c'], [], 2);
    expect(made).toMatchObject({ tooLong: ['12345678901'], toSend: ['a', 'b'], beyond: ['c'], remaining: 2 });
    expect(() => refuseBeyondQuota(made)).toThrow(expect.objectContaining({ code: 'CDN_QUOTA_EXCEEDED' }));
  });

  it('plans 10,000 addresses within a second', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `https://img.example.com/${at}.png`);
    const started = performance.now();
    const made = planSubmission({
      action: 'refresh',
      target: 'url',
      names,
      limit: { perCall: 1000, hostsPerCall: 10, longest: 1024 },
      quota: [],
      known: () => undefined,
      notBefore: 0,
    });
    expect(countCalls(made.toSend, { perCall: 1000, hostsPerCall: 10 })).toBe(10);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('takeBatch', () => {
  it('takes no more hosts than a call may name', () => {
    const names = ['https://a/1', 'https://a/2', 'https://b/1', 'https://c/1'];
    expect(takeBatch(names, 10, { perCall: 10, hostsPerCall: 2 })).toEqual([
      'https://a/1',
      'https://a/2',
      'https://b/1',
    ]);
    expect(names).toEqual(['https://c/1']);
  });

  it('brings hosts together, so that few calls are needed', () => {
    const names = Array.from({ length: 40 }, (_, at) => `https://${at % 20}/${at}`);
    expect(countCalls(names, { perCall: 20, hostsPerCall: 10 })).toBe(2);
  });
});
