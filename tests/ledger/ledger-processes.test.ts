import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { Ledger } from '../../src/core/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { startLedgerProcess, translateLedger } from './ledger-process.js';
import { type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

let program: string;
let root: string;
let opened: TemporaryLedger['open'];

beforeAll(() => {
  program = mkdtempSync(join(tmpdir(), 'imgferry-program-'));
  translateLedger(program);
});

afterAll(() => rmSync(program, { recursive: true }));

beforeEach(async () => {
  ({ root, open: opened } = await temporaryLedger(Date.now));
});

describe('the lock of another process', () => {
  it('is held by a living process and falls to the next when that is killed', async () => {
    const { child, lines, exited } = startLedgerProcess(
      program,
      root,
      "ledger.lock(); say('locked'); setInterval(() => {}, 1000);",
    );
    expect((await lines.next()).value).toBe('locked');
    const ledger = opened();
    expect(() => ledger.lock()).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ pid: child.pid }) }),
    );
    child.kill('SIGKILL');
    await exited;
    ledger.lock()();
  });

  it('loses nothing of two processes that write at once without it', async () => {
    const write = (name: string): string => `
      for (let number = 0; number < 1000; number++) {
        ledger.recordFetched('https://${name}/' + number, { digest: digestOf('x'), size: number });
        if (number % 37 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      ledger.close();`;
    const writers = ['a', 'b'].map((name) => startLedgerProcess(program, root, write(name)));
    for (const { exited } of writers) await exited;
    const ledger = opened({ readOnly: true });
    for (const name of ['a', 'b']) {
      for (let number = 0; number < 1000; number++) {
        expect(ledger.fetched(`https://${name}/${number}` as Identity)?.size).toBe(number);
      }
    }
  });

  it('names who writes where the other waits in vain', () => {
    const holder = opened();
    holder.lock();
    holder.recordFetched('https://a/' as Identity, { digest: digestOf('x'), size: 1 });
    const other = opened();
    expect(() => other.rememberTemporary('/x')).toThrow(
      expect.objectContaining({ code: 'LEDGER_LOCKED', facts: expect.objectContaining({ pid: process.pid }) }),
    );
    holder.flush();
    other.rememberTemporary('/x');
  });
});

describe('a process that is killed', () => {
  it('leaves a whole ledger with all that was said to be durable, and no gap', { timeout: 120_000 }, async () => {
    const seed = Date.now();
    console.info(`seed ${seed}`);
    const random = randomFrom(seed);
    let durable = -1;
    for (let round = 0; round < 20; round++) {
      const before = durable;
      const { child, lines, exited } = startLedgerProcess(
        program,
        root,
        `ledger.lock();
        const run = ledger.beginRun('migrate', Date.now());
        for (let number = ${durable + 1}; ; number++) {
          ledger.recordFetched('https://a/' + number, { digest: digestOf(String(number)), size: number });
          if (number % 7 === 0) ledger.rememberTemporary('/posts/' + number);
          if (number % 11 === 0) ledger.flush();
          if (number % 77 === 0) say(String(number));
          if (number % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
        }`,
      );
      const steps = Math.floor(random() * 5);
      for (let step = 0; step <= steps; step++) durable = Number((await lines.next()).value ?? durable);
      await new Promise((resolve) => setTimeout(resolve, random() * 20)); // a random instant, not a wait for anything
      child.kill('SIGKILL');
      await exited;
      const ledger = openLedger({ root, folder: join(root, '.imgferry'), now: Date.now });
      ledger.lock()();
      const last = lastWithoutGap(ledger, before);
      expect(last).toBeGreaterThanOrEqual(durable);
      durable = last;
      ledger.close();
    }
    const ledger = opened({ readOnly: true });
    expect(lastWithoutGap(ledger, -1)).toBe(durable);
    expect(ledger.runs()).toHaveLength(20);
  });
});

/** The number of the last of the records that follow on one; none stands beyond it. */
function lastWithoutGap(ledger: Ledger, from: number): number {
  const recordOf = (number: number) => ledger.fetched(`https://a/${number}` as Identity);
  let last = from;
  for (let record = recordOf(last + 1); record; record = recordOf(last + 1)) {
    last++;
    if (record.size !== last || record.digest !== digestOf(String(last))) throw new Error(`record ${last} is damaged`);
  }
  for (let ahead = 2; ahead < 200; ahead++) expect(recordOf(last + ahead)).toBeUndefined();
  return last;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
