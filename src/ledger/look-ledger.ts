import type { LookLedger } from '../core/ledger.js';
import { type LedgerDatabase, numberAt, textAt } from './database.js';
import { readLook } from './look-json.js';
import type { WriteBuffer } from './write-buffer.js';

/** What checks saw, on the table `looks`. */
export function createLookLedger(database: LedgerDatabase, buffer: WriteBuffer): LookLedger {
  const look = database.prepare('SELECT look, looked_at, stamp FROM looks WHERE identity = ? AND view = ?');
  const recordLook = database.prepare(
    'INSERT OR REPLACE INTO looks (identity, view, look, looked_at, stamp) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    look(identity, view) {
      const row = look.get(identity, view);
      const seen = row && readLook(textAt(row, 0));
      return row && seen && { look: seen, at: numberAt(row, 1), stamp: textAt(row, 2) };
    },
    recordLook(identity, view, { look: seen, at, stamp }) {
      buffer.write(() => recordLook.run(identity, view, JSON.stringify(seen), at, stamp));
    },
  };
}
