import { beforeEach, describe, expect, it } from 'vitest';
import type { CdnSubmission } from '../../src/core/cdn.js';
import type { Ledger } from '../../src/core/ledger.js';
import { damaged, type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('submissions', () => {
  const sent: CdnSubmission = {
    provider: 'p',
    action: 'refresh',
    target: 'url',
    name: 'https://a/',
    state: 'sent',
    task: '7',
    since: 3,
    at: 4,
  };
  const { task: _, ...waiting } = { ...sent, name: 'https://b/', state: 'waiting' as const, since: 2 };
  const sending = { ...waiting, name: 'https://c/', state: 'sending' as const, since: 1 };

  it('come back whole; those that are not done the oldest first', () => {
    ledger.recordSubmissions([]);
    ledger.recordSubmissions([sent, waiting, sending]);
    const disk = at.onDisk();
    expect(disk.submission('p', 'refresh', 'url', 'https://a/')).toEqual(sent);
    expect(disk.submission('p', 'prefetch', 'url', 'https://a/')).toBeUndefined();
    expect(disk.unfinishedSubmissions('p')).toEqual([sending, waiting]);
    expect(disk.unfinishedSubmissions('q')).toEqual([]);
  });

  it('are forgotten by their names', () => {
    ledger.recordSubmissions([sent, waiting, sending]);
    ledger.forgetSubmissions('p', 'refresh', 'url', ['https://b/', 'https://a/']);
    expect(at.onDisk().submission('p', 'refresh', 'url', 'https://a/')).toBeUndefined();
    expect(at.onDisk().unfinishedSubmissions('p')).toEqual([sending]);
  });

  it.each(['action', 'target', 'state'])('are refused with an unknown %s', (column) => {
    ledger.recordSubmissions([waiting]);
    at.write(`UPDATE submissions SET ${column} = 'x'`);
    expect(() => ledger.unfinishedSubmissions('p')).toThrow(damaged('x'));
  });
});
