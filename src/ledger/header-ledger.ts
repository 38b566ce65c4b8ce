import type { HeaderChangeRecord } from '../core/header-change.js';
import type { HeaderLedger } from '../core/ledger.js';
import type { ObjectHeaders } from '../core/storage.js';
import { damaged } from './asset-ledger.js';
import { type LedgerDatabase, type SqlRow, textAt } from './database.js';
import type { WriteBuffer } from './write-buffer.js';

/** What was done to the headers of objects, on the table `header_changes`. */
export function createHeaderLedger(database: LedgerDatabase, buffer: WriteBuffer): HeaderLedger {
  const record = database.prepare(
    'INSERT OR REPLACE INTO header_changes (run, store, key, before, after, state) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const setState = database.prepare('UPDATE header_changes SET state = ? WHERE run = ? AND store = ? AND key = ?');
  const ofRun = database.prepare(
    'SELECT run, store, key, before, after, state FROM header_changes WHERE run = ? ORDER BY store, key',
  );
  return {
    recordHeaderChange({ run, store, key, before, after, state }) {
      buffer.writeNow(() => record.run(run, store, key, JSON.stringify(before), JSON.stringify(after), state));
    },
    setHeaderChangeState({ run, store, key }, state) {
      buffer.writeNow(() => setState.run(state, run, store, key));
    },
    headerChanges: (run) => ofRun.all(run).map((row) => changeIn(row, database.path)),
  };
}

const states: readonly HeaderChangeRecord['state'][] = ['planned', 'written', 'undone', 'abandoned'];

function changeIn(row: SqlRow, path: string): HeaderChangeRecord {
  const state = states.find((name) => name === textAt(row, 5));
  if (state === undefined) throw damaged(path, textAt(row, 5));
  return {
    run: textAt(row, 0),
    store: textAt(row, 1),
    key: textAt(row, 2),
    before: headersIn(textAt(row, 3), path),
    after: headersIn(textAt(row, 4), path),
    state,
  };
}

function headersIn(text: string, path: string): ObjectHeaders {
  const pairs = Object.entries(parse(text, path)).map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw damaged(path, 'header_changes');
    return [name, value];
  });
  return Object.fromEntries(pairs);
}

function parse(text: string, path: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // as below
  }
  throw damaged(path, 'header_changes');
}
