import type { CdnAction, CdnSubmission, CdnTarget } from '../core/cdn.js';
import type { CdnLedger } from '../core/ledger.js';
import { damaged } from './asset-ledger.js';
import { type LedgerDatabase, numberAt, type SqlRow, textAt } from './database.js';
import type { WriteBuffer } from './write-buffer.js';

/** What was submitted to CDNs, on the table `submissions`. */
export function createCdnLedger(database: LedgerDatabase, buffer: WriteBuffer): CdnLedger {
  const record = database.prepare(
    `INSERT OR REPLACE INTO submissions (provider, action, target, name, state, task, since, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = database.prepare(
    'DELETE FROM submissions WHERE provider = ? AND action = ? AND target = ? AND name = ?',
  );
  const one = database.prepare(
    `SELECT ${columns} FROM submissions WHERE provider = ? AND action = ? AND target = ? AND name = ?`,
  );
  const unfinished = database.prepare(
    `SELECT ${columns} FROM submissions WHERE provider = ? AND state <> 'sent' ORDER BY since, rowid`,
  );

  return {
    submission(provider, action, target, name) {
      const row = one.get(provider, action, target, name);
      return row && submissionIn(row, database.path);
    },
    unfinishedSubmissions: (provider) => unfinished.all(provider).map((row) => submissionIn(row, database.path)),
    recordSubmissions(submissions) {
      if (submissions.length === 0) return;
      buffer.writeNow(() => {
        for (const { provider, action, target, name, state, task, since, at } of submissions) {
          record.run(provider, action, target, name, state, task ?? null, since, at);
        }
      });
    },
    forgetSubmissions(provider, action, target, names) {
      buffer.writeNow(() => {
        for (const name of names) forget.run(provider, action, target, name);
      });
    },
  };
}

const columns = 'provider, action, target, name, state, task, since, at';

function submissionIn(row: SqlRow, path: string): CdnSubmission {
  const pick = <Word extends string>(words: readonly Word[], column: number): Word => {
    const word = words.find((known) => known === textAt(row, column));
    if (word === undefined) throw damaged(path, textAt(row, column));
    return word;
  };
  return {
    provider: textAt(row, 0),
    action: pick<CdnAction>(['refresh', 'prefetch'], 1),
    target: pick<CdnTarget>(['url', 'prefix', 'tag'], 2),
    name: textAt(row, 3),
    state: pick(['waiting', 'sending', 'sent'], 4),
    ...(row[5] === null ? {} : { task: textAt(row, 5) }),
    since: numberAt(row, 6),
    at: numberAt(row, 7),
  };
}
