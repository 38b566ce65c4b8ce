import type { LedgerDatabase } from './database.js';
import { rollBack } from './database.js';

/**
 * Gathers writes in one open transaction; reads of this process see them. What is written is committed soon, so that no
 * kill takes it, and waits for the disk only where something is to rest upon it: a power cut can take no more than what
 * was written after that.
 */
export interface WriteBuffer {
  /** Committed within 200 writes or 100 ms, whichever comes first. */
  write(action: () => void): void;
  /** On the disk when it returns, with all that was written before; within `together`, when that returns. */
  writeNow<Result>(action: () => Result): Result;
  /** One commit for all that an action writes. */
  together(action: () => void): void;
  /** All that was written is on the disk when it returns. */
  flush(): void;
  /** Whether an error lost writes; all later writes throw that error. */
  readonly hasFailed: boolean;
}

const mostWrites = 200;
const longestWait = 100; // ms

/** @param explain adds to an error what only the ledger knows: who holds the lock */
export function createWriteBuffer(database: LedgerDatabase, explain: (error: unknown) => unknown): WriteBuffer {
  let pending = 0;
  let timer: NodeJS.Timeout | undefined;
  let failure: { readonly error: unknown } | undefined;
  let isGathering = false;
  /** Commits that the disk may not have yet: SQLite's FULL syncs the log of its commits, and NORMAL no commit. */
  let unsynced = 0;
  let level: 'FULL' | 'NORMAL' = 'NORMAL';

  const attempt = <Result>(action: () => Result): Result => {
    if (failure) throw failure.error;
    try {
      if (!database.isInTransaction) database.execute(`PRAGMA synchronous = ${level}; BEGIN IMMEDIATE`);
      return action();
    } catch (error) {
      throw fail(error);
    }
  };

  /** Nothing of the transaction counts after an error; a later write must not be committed without the earlier ones. */
  const fail = (error: unknown): unknown => {
    const explained = explain(error);
    if (pending > 0) failure = { error: explained };
    forget();
    rollBack(database);
    return explained;
  };

  const forget = (): void => {
    pending = 0;
    clearTimeout(timer);
    timer = undefined;
  };

  const commit = (): void => {
    attempt(() => {
      database.execute('COMMIT');
      forget();
      unsynced = level === 'FULL' ? 0 : unsynced + 1;
    });
  };

  /** The log is one file: who syncs it syncs what was committed to it before. */
  function durably<Result>(action: () => Result): Result {
    if (pending > 0) commit();
    level = 'FULL';
    try {
      const result = action();
      commit();
      return result;
    } finally {
      level = 'NORMAL';
    }
  }

  /** There is no one to throw to from a timer: the next write does. */
  const commitLater = (): void => {
    try {
      commit();
    } catch (error) {
      failure ??= { error };
    }
  };

  return {
    write(action) {
      attempt(action);
      pending++;
      if (pending >= mostWrites) commit();
      else timer ??= setTimeout(commitLater, longestWait).unref();
    },
    writeNow(action) {
      const write = () => {
        const result = attempt(action);
        pending++;
        return result;
      };
      return isGathering ? write() : durably(write);
    },
    together(action) {
      durably(() => {
        isGathering = true;
        try {
          action();
        } finally {
          isGathering = false;
        }
      });
    },
    flush() {
      if (failure) throw failure.error;
      if (pending > 0) commit();
      if (unsynced > 0) database.syncLog();
      unsynced = 0;
    },
    get hasFailed() {
      return failure !== undefined;
    },
  };
}
