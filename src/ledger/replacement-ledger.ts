import type { ReplacementLedger } from '../core/ledger.js';
import type { Replacement, ReplacementState } from '../core/replacement.js';
import { damaged, digestAt } from './asset-ledger.js';
import { type LedgerDatabase, type SqlRow, textAt } from './database.js';
import type { WriteBuffer } from './write-buffer.js';

/** What was replaced where it stood, on the tables `replacements` and `contents`. */
export function createReplacementLedger(database: LedgerDatabase, buffer: WriteBuffer): ReplacementLedger {
  const record = database.prepare(
    `INSERT OR REPLACE INTO replacements (run, store, place, before, after, successor, original, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setState = database.prepare('UPDATE replacements SET state = ? WHERE run = ? AND store = ? AND place = ?');
  const ofRun = database.prepare(`SELECT ${columns} FROM replacements WHERE run = ? ORDER BY store, place`);
  const planned = database.prepare(
    `SELECT ${columns} FROM replacements WHERE state = 'planned' ORDER BY run, store, place`,
  );
  const standing = database.prepare(
    `SELECT ${columns} FROM replacements WHERE store = ? AND place = ? AND state = 'written' ORDER BY run DESC LIMIT 1`,
  );
  const content = database.prepare('SELECT digest FROM contents WHERE place = ? AND stamp = ?');
  const recordContent = database.prepare('INSERT OR REPLACE INTO contents (place, stamp, digest) VALUES (?, ?, ?)');

  return {
    recordReplacement({ run, store, place, before, after, successor, original, state }) {
      const row = [run, store ?? files, place, before, after, successor ?? null, original ?? null, state] as const;
      buffer.writeNow(() => record.run(...row));
    },
    setReplacementState({ run, store, place }, state) {
      buffer.writeNow(() => setState.run(state, run, store ?? files, place));
    },
    replacements: (run) => ofRun.all(run).map((row) => replacementIn(row, database.path)),
    plannedReplacements: () => planned.all().map((row) => replacementIn(row, database.path)),
    standingReplacement({ store, place }) {
      const row = standing.get(store ?? files, place);
      return row && replacementIn(row, database.path);
    },
    contentOf(place, stamp) {
      const row = content.get(place, stamp);
      return row && digestAt(row, 0, database.path);
    },
    recordContent(place, stamp, digest) {
      buffer.write(() => recordContent.run(place, stamp, digest));
    },
  };
}

/** The store of what is a file. */
const files = '';

const columns = 'run, store, place, before, after, successor, original, state';

function replacementIn(row: SqlRow, path: string): Replacement {
  const store = textAt(row, 1);
  const state = states.find((name) => name === textAt(row, 7));
  if (state === undefined) throw damaged(path, textAt(row, 7));
  return {
    run: textAt(row, 0),
    ...(store === files ? {} : { store }),
    place: textAt(row, 2),
    before: digestAt(row, 3, path),
    after: digestAt(row, 4, path),
    ...(row[5] === null ? {} : { successor: textAt(row, 5) }),
    ...(row[6] === null ? {} : { original: textAt(row, 6) }),
    state,
  };
}

const states: readonly ReplacementState[] = ['planned', 'written', 'undone', 'abandoned'];
