import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'libsql';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from '../lib/files.js';

/** What may be bound and what comes back. The native module aborts the process on a boolean and misreads arrays. */
export type SqlValue = string | number | null;
export type SqlRow = readonly SqlValue[];

export interface SqlStatement {
  /** @returns rows changed */
  run(...values: readonly SqlValue[]): number;
  get(...values: readonly SqlValue[]): SqlRow | undefined;
  all(...values: readonly SqlValue[]): readonly SqlRow[];
  /** The same rows one by one: they are not in memory together. */
  each(action: (row: SqlRow) => void, ...values: readonly SqlValue[]): void;
}

/** The one door to SQLite: typed values in, rows as arrays out, errors as ours. */
export interface LedgerDatabase {
  readonly path: string;
  prepare(sql: string): SqlStatement;
  execute(sql: string): void;
  readonly isInTransaction: boolean;
  /** Brings all that was committed to the disk. */
  syncLog(): void;
  close(): void;
}

/** Time in ms that a write waits for another process's transaction. */
const busyTimeout = 5000;

/**
 * @param path of the file, or `:memory:`
 * @throws ImgferryError LEDGER_FAILED, LEDGER_CORRUPT, LEDGER_LOCKED, FOLDER_NOT_WRITABLE, DISK_FULL, each {path, found};
 * so do all its calls
 */
export function openDatabase(path: string): LedgerDatabase {
  const guard = <Result>(action: () => Result): Result => {
    try {
      return action();
    } catch (error) {
      throw databaseError(error, path);
    }
  };
  const database = guard(() => new Database(path, { timeout: busyTimeout }));
  return {
    path,
    prepare: (sql) => {
      const statement = guard(() => database.prepare(sql));
      const reader = statement.reader ? statement.raw() : statement;
      return {
        run: (...values) => guard(() => statement.run(bindable(values)).changes),
        get: (...values) => guard(() => asRow(reader.get(bindable(values)))),
        all: (...values) => guard(() => reader.all(bindable(values)).map(asPresentRow)),
        each: (action, ...values) =>
          guard(() => {
            for (const row of reader.iterate(bindable(values))) action(asPresentRow(row));
          }),
      };
    },
    execute: (sql) => guard(() => void database.exec(sql)),
    get isInTransaction() {
      return database.inTransaction;
    },
    syncLog: () => guard(() => syncFile(`${path}-wal`)),
    close: () => void database.close(),
  };
}

/** Nothing was written where the log isn't there. No lock is on it that closing it could lose. */
function syncFile(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r+');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Runs an action in a transaction of its own: all of it, or nothing. Never deferred: two such writers lose rows. */
export function inTransaction<Result>(database: LedgerDatabase, action: () => Result): Result {
  database.execute('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.execute('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite ends a transaction by itself on some errors; then nothing is left to take back. */
export function rollBack(database: LedgerDatabase): void {
  if (database.isInTransaction) database.execute('ROLLBACK');
}

/** A column that the schema says is text. */
export function textAt(row: SqlRow, column: number): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`column ${column} holds no text`);
  return value;
}

/** A column that the schema says is a number. */
export function numberAt(row: SqlRow, column: number): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`column ${column} holds no number`);
  return value;
}

export function optionalNumberAt(row: SqlRow, column: number): number | undefined {
  return row[column] === null ? undefined : numberAt(row, column);
}

/** One array is passed on as it is; a lone value in its place would be read as named parameters when it is null. */
function bindable(values: readonly SqlValue[]): readonly SqlValue[] {
  for (const value of values) {
    const isText = typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
    if (!isText && value !== null && !Number.isFinite(value)) {
      throw new Error(`a value that SQLite would not give back: ${JSON.stringify(value)}`);
    }
  }
  return values;
}

function asRow(row: unknown): SqlRow | undefined {
  return row === undefined ? undefined : asPresentRow(row);
}

function asPresentRow(row: unknown): SqlRow {
  if (!Array.isArray(row)) throw new Error('a row came back in another shape');
  return row;
}

/** https://www.sqlite.org/rescode.html; the driver gives extended codes (`SQLITE_IOERR_WRITE`) by name. */
function databaseError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof ImgferryError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && !error.message.includes('ConnectionFailed')) return error;
  const found = code ?? 'SQLITE_CANTOPEN';
  const failure = (ours: DatabaseFailure, hint?: string) =>
    new ImgferryError(ours, { path, found, ...(hint === undefined ? {} : { hint }) }, { cause: error });
  if (found.startsWith('SQLITE_NOTADB')) return failure('LEDGER_CORRUPT', 'foreign-file');
  if (found.startsWith('SQLITE_CORRUPT')) return failure('LEDGER_CORRUPT', 'damaged');
  if (found.startsWith('SQLITE_FULL')) return failure('DISK_FULL');
  if (found.startsWith('SQLITE_BUSY')) return failure('LEDGER_LOCKED', 'busy');
  if (found.startsWith('SQLITE_READONLY')) return failure('FOLDER_NOT_WRITABLE', 'ledger');
  return failure('LEDGER_FAILED');
}

type DatabaseFailure = 'LEDGER_CORRUPT' | 'DISK_FULL' | 'LEDGER_LOCKED' | 'FOLDER_NOT_WRITABLE' | 'LEDGER_FAILED';
