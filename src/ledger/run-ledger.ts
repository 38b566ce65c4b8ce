import { randomInt } from 'node:crypto';
import type { Identity } from '../core/asset.js';
import type { CopiedRecord, MoveRecord, PostEditRecord, RunLedger, RunRecord } from '../core/ledger.js';
import { asObjectKey } from '../core/object-key.js';
import { damaged, digestAt, objectColumns, objectIn, preparedColumns, preparedIn } from './asset-ledger.js';
import { type LedgerDatabase, numberAt, optionalNumberAt, type SqlRow, textAt } from './database.js';
import { readOriginals, readPlannedEdits } from './planned-edit-json.js';
import type { WriteBuffer } from './write-buffer.js';

/** What was done to posts and by which run, on the tables `runs`, `post_edits`, `moves`, `temporaries`, `stores`. */
export function createRunLedger(database: LedgerDatabase, buffer: WriteBuffer): RunLedger {
  const addRun = database.prepare(
    "INSERT OR IGNORE INTO runs (id, command, started_at, state) VALUES (?, ?, ?, 'running')",
  );
  const endRun = database.prepare('UPDATE runs SET state = ?, finished_at = ? WHERE id = ?');
  const runs = database.prepare(selectRuns);
  const addPostEdit = database.prepare(
    `INSERT OR REPLACE INTO post_edits (run, file, before, after, edits, edit_count, originals, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setState = database.prepare('UPDATE post_edits SET state = ? WHERE run = ? AND file = ?');
  const postEdits = database.prepare(`SELECT ${postEditColumns} FROM post_edits WHERE run = ? ORDER BY file`);
  const postEdit = database.prepare(`SELECT ${postEditColumns} FROM post_edits WHERE run = ? AND file = ?`);
  const posts = database.prepare('SELECT file, state FROM post_edits WHERE run = ? ORDER BY file');
  const postEditsOf = database.prepare(
    `SELECT ${postEditColumns} FROM post_edits JOIN runs ON runs.id = run WHERE file = ? ORDER BY runs.rowid`,
  );
  const moves = database.prepare(
    `SELECT identity, moves.store, copies.key, copies.size, copies.content_type, checksum_kind, checksum, ${objectColumns}
     FROM moves LEFT JOIN objects ON objects.store = moves.store AND objects.key = moves.key
     LEFT JOIN copies ON copies.store = moves.store AND copies.key = moves.key
     WHERE run = ? AND (objects.key IS NOT NULL OR copies.key IS NOT NULL) ORDER BY identity`,
  );
  const arrivals = database.prepare(
    `SELECT latest.identity, latest.store, fetched.digest, fetched.size, ${objectColumns}
     FROM (SELECT identity, store, key, MAX(runs.rowid) FROM moves JOIN runs ON runs.id = run GROUP BY identity, store)
       AS latest
     JOIN objects ON objects.store = latest.store AND objects.key = latest.key
     LEFT JOIN fetched ON fetched.identity = latest.identity ORDER BY latest.identity, latest.store`,
  );
  const made = database.prepare(
    `SELECT ${preparedColumns}, fingerprint FROM prepared WHERE source = ? AND digest = ? ORDER BY fingerprint`,
  );
  const addTemporary = database.prepare('INSERT OR IGNORE INTO temporaries (path) VALUES (?)');
  const dropTemporary = database.prepare('DELETE FROM temporaries WHERE path = ?');
  const temporaries = database.prepare('SELECT path FROM temporaries ORDER BY path');
  const addStore = database.prepare('INSERT OR REPLACE INTO stores (id, name, public_url) VALUES (?, ?, ?)');
  const store = database.prepare('SELECT name, public_url FROM stores WHERE id = ?');
  const stores = database.prepare('SELECT id FROM stores ORDER BY id');
  const byAddress = database.prepare(
    `SELECT addresses.store, ${objectColumns} FROM addresses
     JOIN objects ON objects.store = addresses.store AND objects.key = addresses.key WHERE address = ?`,
  );

  return {
    beginRun(command, at) {
      return buffer.writeNow(() => {
        for (;;) {
          const id = runId(at);
          if (addRun.run(id, command, at) === 1) return id;
        }
      });
    },
    finishRun(run, state, at) {
      buffer.writeNow(() => endRun.run(state, at, run));
    },
    together: (action) => buffer.together(action),
    runs: () => runs.all().map((row) => runIn(row, database.path)),

    recordPostEdit({ run, file, before, after, edits, originals, state }) {
      const json = [JSON.stringify(edits), edits.length, JSON.stringify(originals)] as const;
      buffer.writeNow(() => addPostEdit.run(run, file, before, after, ...json, state));
    },
    setPostEditState(run, file, state) {
      const record = () => setState.run(state, run, file);
      if (state === 'written') buffer.write(record);
      else buffer.writeNow(record);
    },
    postEdits: (run) => postEdits.all(run).map((row) => postEditIn(row, database.path)),
    postEdit(run, file) {
      const row = postEdit.get(run, file);
      return row && postEditIn(row, database.path);
    },
    editedPosts(run) {
      const isEdited = (row: SqlRow) => oneOf(postEditStates, textAt(row, 1), database.path) === 'written';
      return posts.all(run).flatMap((row) => (isEdited(row) ? textAt(row, 0) : []));
    },
    postEditsOf: (file) => postEditsOf.all(file).map((row) => postEditIn(row, database.path)),
    moves: (run) => moves.all(run).map((row) => moveIn(row, database.path)),

    arrivals: () =>
      arrivals.all().map((row) => {
        const object = objectIn(row, database.path, 4);
        const base = { identity: textAt(row, 0) as Identity, store: textAt(row, 1), object };
        if (row[2] === null) return { ...base, made: [] };
        const source = { digest: digestAt(row, 2, database.path), size: numberAt(row, 3) };
        const ways = made.all(source.digest, object.digest);
        return {
          ...base,
          source,
          made: ways.map((way) => ({ ...preparedIn(way, database.path), fingerprint: textAt(way, 6) })),
        };
      }),

    rememberTemporary(path) {
      buffer.writeNow(() => addTemporary.run(path));
    },
    forgetTemporary(path) {
      buffer.write(() => dropTemporary.run(path));
    },
    temporaries: () => temporaries.all().map((row) => textAt(row, 0)),

    recordStore(id, { name, publicUrl }) {
      buffer.write(() => addStore.run(id, name, publicUrl ?? null));
    },
    storePlace(id) {
      const row = store.get(id);
      if (!row) return undefined;
      return { name: textAt(row, 0), ...(row[1] === null ? {} : { publicUrl: textAt(row, 1) }) };
    },
    knownStores: () => stores.all().map((row) => textAt(row, 0)),
    objectByAddress(address) {
      const row = byAddress.get(address);
      return row && { store: textAt(row, 0), object: objectIn(row, database.path, 1) };
    },
  };
}

/** `20251124-153042-1a2b`: UTC, then milliseconds as three hex digits and one of chance, so that ids sort by start. */
function runId(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().replace(/[-:]/g, '').split('T');
  const milliseconds = new Date(at).getUTCMilliseconds().toString(16).padStart(3, '0');
  return `${date}-${time.slice(0, 6)}-${milliseconds}${randomInt(16).toString(16)}`;
}

/**
 * In the order in which they began, whatever the clock said: rows are only ever added.
 *
 * An edit that is only planned may have been written by a run that was killed: it stands until it is found not to.
 */
const selectRuns = `
  SELECT id, command, started_at, finished_at, runs.state,
    COUNT(CASE WHEN changes.state IN ('written', 'planned') THEN 1 END),
    COUNT(CASE WHEN changes.state = 'undone' THEN 1 END),
    COALESCE(SUM(CASE WHEN changes.state <> 'abandoned' THEN edit_count END), 0)
  FROM runs LEFT JOIN (
    SELECT run, state, edit_count FROM post_edits
    UNION ALL SELECT run, state, 1 FROM replacements
    UNION ALL SELECT run, state, 1 FROM header_changes
  ) AS changes ON changes.run = runs.id
  GROUP BY runs.id ORDER BY runs.rowid`;

function runIn(row: SqlRow, path: string): RunRecord {
  const finishedAt = optionalNumberAt(row, 3);
  return {
    id: textAt(row, 0),
    command: textAt(row, 1),
    startedAt: numberAt(row, 2),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    state: oneOf(runStates, textAt(row, 4), path),
    standing: numberAt(row, 5),
    undone: numberAt(row, 6),
    edits: numberAt(row, 7),
  };
}

const postEditColumns = 'run, file, before, after, edits, originals, post_edits.state';

function postEditIn(row: SqlRow, path: string): PostEditRecord {
  return {
    run: textAt(row, 0),
    file: textAt(row, 1),
    before: digestAt(row, 2, path),
    after: digestAt(row, 3, path),
    edits: readPlannedEdits(textAt(row, 4)) ?? damage(path, 'post_edits.edits'),
    originals: readOriginals(textAt(row, 5)) ?? damage(path, 'post_edits.originals'),
    state: oneOf(postEditStates, textAt(row, 6), path),
  };
}

function moveIn(row: SqlRow, path: string): MoveRecord {
  const isStored = row[7] !== null; // what was read here is known better than what was copied
  const object = isStored ? objectIn(row, path, 7) : copyIn(row, path);
  return { identity: textAt(row, 0) as Identity, store: textAt(row, 1), object };
}

function copyIn(row: SqlRow, path: string): CopiedRecord {
  return {
    key: asObjectKey(textAt(row, 2)),
    size: numberAt(row, 3),
    contentType: textAt(row, 4),
    checksum: { kind: oneOf(checksumKinds, textAt(row, 5), path), value: textAt(row, 6) },
  };
}

const checksumKinds = ['md5', 'crc64', 'sha256'] as const;

const runStates = ['running', 'done', 'stopped', 'interrupted'] as const;
const postEditStates = ['planned', 'written', 'undone', 'abandoned'] as const;

function oneOf<Name extends string>(names: readonly Name[], text: string, path: string): Name {
  return names.find((name) => name === text) ?? damage(path, text);
}

function damage(path: string, found: string): never {
  throw damaged(path, found);
}
