import type { LedgerDatabase } from './database.js';
import { rollBack } from './database.js';

/** Gathers writes in one open transaction, since each commit waits for the disk; reads of this process see them. */
export interface WriteBuffer {
  /** Durable within 200 writes or 100 ms, whichever comes first. */
  write(action: () => void): void;
  /** Durable when it returns, with all that was written before; within `together`, when that returns. */
  writeNow<Result>(action: () => Result): Result;
  /** One commit for all that an action writes. */
  together(action: () => void): void;
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

  const attempt = <Result>(action: () => Result): Result => {
    if (failure) throw failure.error;
    try {
      if (!database.isInTransaction) database.execute('BEGIN IMMEDIATE');
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
    });
  };

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
      const result = attempt(action);
      pending++;
      if (!isGathering) commit();
      return result;
    },
    together(action) {
      isGathering = true;
      try {
        action();
      } finally {
        isGathering = false;
      }
      commit();
    },
    flush() {
      if (failure) throw failure.error;
      if (pending > 0) commit();
    },
    get hasFailed() {
      return failure !== undefined;
    },
  };
}
