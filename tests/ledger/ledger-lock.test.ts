import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/core/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { isProcessAlive, processBirth } from '../../src/ledger/process-birth.js';

let root: string;
let open: Ledger[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imgferry-lock-'));
  open = [];
});

afterEach(() => {
  for (const ledger of open) ledger.close();
  rmSync(root, { recursive: true });
});

const since = Date.UTC(2025, 10, 24, 15, 30);

function opened(options: Partial<Parameters<typeof openLedger>[0]> = {}): Ledger {
  const ledger = openLedger({ root, folder: join(root, '.imgferry'), now: () => since, ...options });
  open.push(ledger);
  return ledger;
}

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
