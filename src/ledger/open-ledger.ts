import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../core/ledger.js';
import { createAssetLedger } from './asset-ledger.js';
import { createCdnLedger } from './cdn-ledger.js';
import type { LedgerDatabase } from './database.js';
import { createHeaderLedger } from './header-ledger.js';
import { openLedgerFile } from './ledger-file.js';
import { createLedgerLock } from './ledger-lock.js';
import { createLookLedger } from './look-ledger.js';
import { isProcessAlive, processBirth } from './process-birth.js';
import { createReplacementLedger } from './replacement-ledger.js';
import { createRunLedger } from './run-ledger.js';
import { createUploadLedger } from './upload-ledger.js';
import { createWriteBuffer, type WriteBuffer } from './write-buffer.js';

export interface LedgerOptions {
  /** Folder that paths in the ledger are relative to; absolute. */
  readonly root: string;
  /** `.imgferry`: made, with a `.gitignore` of its own, unless the ledger is only read. */
  readonly folder: string;
  /** Default `ledger.db` in the folder. */
  readonly file?: string;
  readonly now: () => number;
  /** Makes and changes nothing; a file that is absent is an empty ledger. */
  readonly readOnly?: boolean;
  /** Who takes the lock; default this process on this machine. */
  readonly pid?: number;
  readonly host?: string;
  /** Whether a lock's holder on this host lives; `birth` tells it from a later process with its id. */
  readonly isAlive?: (pid: number, birth: string | undefined) => boolean;
}

/**
 * Opens the ledger, an SQLite file in WAL mode. Lookups see what was recorded at once. What is recorded about images
 * is on the disk within 200 records or 100 ms, or when `flush` returns; temporaries to be made, posts' edits, runs and
 * the lock when their call returns. A process that is killed loses what was not yet on the disk and nothing else.
 *
 * @throws ImgferryError here and from every call: LEDGER_CORRUPT {path, hint: 'empty-file' | 'foreign-file' |
 * 'damaged', found}, LEDGER_LOCKED {path, pid, host, since} (`since` in ISO 8601; {path, hint: 'busy'} where another
 * process writes without the lock), LEDGER_FAILED {path, found, hint: 'newer-version'}, FOLDER_NOT_WRITABLE {path},
 * DISK_FULL {path}
 */
export function openLedger(options: LedgerOptions): Ledger {
  const { root, folder } = options;
  const readOnly = options.readOnly ?? false;
  const database = openLedgerFile(options.file ?? join(folder, 'ledger.db'), { readOnly });
  const pid = options.pid ?? process.pid;
  const lock = createLedgerLock(database, () => buffer, {
    self: { pid, host: options.host ?? hostname(), birth: processBirth(pid) },
    now: options.now,
    isAlive: options.isAlive ?? isProcessAlive,
  });
  const buffer = createWriteBuffer(database, (error) => lock.explain(error));
  return {
    root,
    folder,
    ...createAssetLedger(database, buffer),
    ...createRunLedger(database, buffer),
    ...createLookLedger(database, buffer),
    ...createReplacementLedger(database, buffer),
    ...createUploadLedger(database, buffer),
    ...createCdnLedger(database, buffer),
    ...createHeaderLedger(database, buffer),
    lock: () => lock.take(),
    close: () => closeLedger(database, buffer, { readOnly }),
  };
}

function closeLedger(
  database: LedgerDatabase,
  buffer: WriteBuffer,
  { readOnly }: { readonly readOnly: boolean },
): void {
  try {
    if (readOnly || buffer.hasFailed) return;
    buffer.flush();
    // The driver leaves the log as it is when it closes. Another process that reads only keeps it longer.
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
  } finally {
    database.close();
  }
}
