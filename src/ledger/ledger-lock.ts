import { ImgferryError } from '../core/errors.js';
import { type LedgerDatabase, numberAt, textAt } from './database.js';
import type { WriteBuffer } from './write-buffer.js';

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Epoch ms. */
  readonly since: number;
  /** What tells the process from a later one with its id, where the system says. */
  readonly birth: string | undefined;
}

export interface LockOptions {
  readonly self: Omit<LockHolder, 'since'>;
  readonly now: () => number;
  readonly isAlive: (pid: number, birth: string | undefined) => boolean;
}

export interface LedgerLock {
  /** @throws ImgferryError LEDGER_LOCKED {pid, host, since} */
  take(): () => void;
  /** Adds to a LEDGER_LOCKED of SQLite's who it is that writes. */
  explain(error: unknown): unknown;
}

/** One row that names who writes. It outlives a killed process, whose successor takes it over. */
export function createLedgerLock(
  database: LedgerDatabase,
  buffer: () => WriteBuffer,
  options: LockOptions,
): LedgerLock {
  const { self, now, isAlive } = options;
  const holder = database.prepare('SELECT pid, host, since, birth FROM lock');
  const take = database.prepare('INSERT OR REPLACE INTO lock (id, pid, host, since, birth) VALUES (1, ?, ?, ?, ?)');
  const giveBack = database.prepare('DELETE FROM lock WHERE pid = ? AND host = ? AND since = ?');
  let isHeld = false;

  const currentHolder = (): LockHolder | undefined => {
    const row = holder.get();
    if (!row) return undefined;
    const birth = row[3] === null ? undefined : textAt(row, 3);
    return { pid: numberAt(row, 0), host: textAt(row, 1), since: numberAt(row, 2), birth };
  };

  /** Of another machine's processes nothing is known: they count as alive. */
  const stands = (found: LockHolder): boolean => found.host !== self.host || isAlive(found.pid, found.birth);

  return {
    take() {
      const since = now();
      const found = buffer().writeNow(() => {
        const standing = currentHolder();
        if (standing && (isHeld || stands(standing))) return standing;
        take.run(self.pid, self.host, since, self.birth ?? null);
        return undefined;
      });
      if (found) throw lockedBy(found, database.path);
      isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        // After a failure nothing can be written any more; the row falls to the next run once this process is gone.
        if (!buffer().hasFailed) buffer().writeNow(() => giveBack.run(self.pid, self.host, since));
      };
    },
    explain(error) {
      const isBusy = error instanceof ImgferryError && error.code === 'LEDGER_LOCKED';
      const found = isBusy ? currentHolder() : undefined;
      return found ? lockedBy(found, database.path, error) : error;
    },
  };
}

function lockedBy({ pid, host, since }: LockHolder, path: string, cause?: unknown): ImgferryError {
  return new ImgferryError('LEDGER_LOCKED', { path, pid, host, since: new Date(since).toISOString() }, { cause });
}
