import type { LookLedger, LookRecord } from '../core/ledger.js';
import { type LedgerDatabase, numberAt, type SqlRow, textAt } from './database.js';
import { readLook } from './look-json.js';
import type { WriteBuffer } from './write-buffer.js';

/** What checks saw, on the table `looks`. */
export function createLookLedger(database: LedgerDatabase, buffer: WriteBuffer): LookLedger {
  const look = database.prepare('SELECT look, looked_at, stamp FROM looks WHERE identity = ? AND view = ?');
  const recordLook = database.prepare(
    'INSERT OR REPLACE INTO looks (identity, view, look, looked_at, stamp) VALUES (?, ?, ?, ?, ?)',
  );
  const looksAt = database.prepare(
    'SELECT look, looked_at, stamp FROM looks WHERE identity = ? ORDER BY looked_at DESC',
  );
  return {
    look(identity, view) {
      const row = look.get(identity, view);
      return row && recordIn(row);
    },
    looksAt: (identity) => looksAt.all(identity).flatMap((row) => recordIn(row) ?? []),
    recordLook(identity, view, { look: seen, at, stamp }) {
      buffer.write(() => recordLook.run(identity, view, JSON.stringify(seen), at, stamp));
    },
  };
}

/** Undefined for what this version can't read. */
function recordIn(row: SqlRow): LookRecord | undefined {
  const look = readLook(textAt(row, 0));
  return look && { look, at: numberAt(row, 1), stamp: textAt(row, 2) };
}
