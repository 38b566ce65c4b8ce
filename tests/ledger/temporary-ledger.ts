import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished } from 'vitest';
import type { Ledger } from '../../src/core/ledger.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type LedgerOptions = Parameters<typeof openLedger>[0];

/** A ledger in a folder of its own; what was opened is closed when the test ends. */
export interface TemporaryLedger {
  readonly root: string;
  open(options?: Partial<LedgerOptions>): Ledger;
  /** Another process's view: what it sees is on the disk. */
  onDisk(): Ledger;
  /** Writes what no imgferry writes, after all that was recorded. */
  write(sql: string): void;
}

/** To be called in a test or in `beforeEach`. */
export async function temporaryLedger(now: () => number = () => 1): Promise<TemporaryLedger> {
  const root = await temporaryFolder();
  const folder = join(root, '.imgferry');
  const opened: Ledger[] = [];
  const open = (options: Partial<LedgerOptions> = {}): Ledger => {
    const ledger = openLedger({ root, folder, now, ...options });
    opened.push(ledger);
    onTestFinished(() => ledger.close());
    return ledger;
  };
  return {
    root,
    open,
    onDisk: () => open({ readOnly: true }),
    write(sql) {
      for (const ledger of opened) ledger.flush();
      const database = new Database(join(folder, 'ledger.db'));
      database.prepare(sql).run();
      database.close();
    },
  };
}

/** The error of a record that was damaged. */
export const damaged = (found: string) =>
  expect.objectContaining({ code: 'LEDGER_CORRUPT', facts: expect.objectContaining({ hint: 'damaged', found }) });
