import { hostname } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { isProcessAlive, processBirth } from '../../src/ledger/process-birth.js';
import { type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

const since = Date.UTC(2025, 10, 24, 15, 30);

let opened: TemporaryLedger['open'];
beforeEach(async () => {
  opened = (await temporaryLedger(() => since)).open;
});

describe('lock', () => {
  it('lets one write and names it to the other, until it is given back', () => {
    const [first, second] = [opened(), opened()];
    const release = first.lock();
    const locked = expect.objectContaining({
      code: 'LEDGER_LOCKED',
      facts: expect.objectContaining({ pid: process.pid, host: hostname(), since: '2025-11-24T15:30:00.000Z' }),
    });
    expect(() => second.lock()).toThrow(locked);
    expect(() => first.lock()).toThrow(locked);
    release();
    release();
    second.lock()();
    first.lock()();
  });

  it('is taken over from a process that is gone', () => {
    opened({ pid: 2_147_483_647 }).lock();
    opened().lock();
  });

  it('is taken over where another process has got the same id since', () => {
    const births = new Map([[process.pid, 'another birth']]);
    opened().lock();
    opened({ isAlive: (pid, birth) => birth === births.get(pid) }).lock();
  });

  it('stands while its holder lives, and for a holder on another host whose life can not be seen', () => {
    opened({ host: 'elsewhere', pid: 2_147_483_647 }).lock();
    expect(() => opened({ isAlive: () => false }).lock()).toThrow(/"host":"elsewhere"/);
  });
});

describe('processBirth', () => {
  it('is the same for one process and none for no process', () => {
    expect(processBirth(process.pid)).toBe(processBirth(process.pid));
    expect(processBirth(process.ppid)).not.toBe(processBirth(process.pid));
    expect(processBirth(2_147_483_647)).toBeUndefined();
  });

  it('tells a process from an earlier one with its id', () => {
    expect(isProcessAlive(process.pid, processBirth(process.pid))).toBe(true);
    expect(isProcessAlive(process.pid, undefined)).toBe(true);
    expect(isProcessAlive(process.pid, 'another')).toBe(false);
    expect(isProcessAlive(2_147_483_647, undefined)).toBe(false);
  });
});
