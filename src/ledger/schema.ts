import { ImgferryError } from '../core/errors.js';
import { inTransaction, type LedgerDatabase, numberAt } from './database.js';

/** `IMGF`: tells a ledger from other people's databases (https://www.sqlite.org/fileformat.html#application_id). */
export const applicationId = 0x494d4746;

/**
 * Each takes the schema one version further; a ledger's version (`user_version`) is how many it has had. They are
 * never changed once released, only added to.
 *
 * An object's row is its key, since twins share a digest; the first key of a digest is the one that it keeps, so the
 * rows of `objects` keep their order (rowid).
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE fetched (
    identity TEXT PRIMARY KEY, digest TEXT NOT NULL, size INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE prepared (
    source TEXT NOT NULL, fingerprint TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
    format TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (source, fingerprint)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE objects (
    store TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
    content_type TEXT NOT NULL, public_verified_at INTEGER,
    PRIMARY KEY (store, key)
  ) STRICT;
  CREATE INDEX objects_by_digest ON objects (store, digest);

  CREATE TABLE runs (
    id TEXT PRIMARY KEY, command TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER, state TEXT NOT NULL
  ) STRICT;

  CREATE TABLE moves (
    run TEXT NOT NULL, identity TEXT NOT NULL, store TEXT NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (run, identity, store)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE post_edits (
    run TEXT NOT NULL, file TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    edits TEXT NOT NULL, edit_count INTEGER NOT NULL, originals TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (run, file)
  ) STRICT;
  CREATE INDEX post_edits_by_file ON post_edits (file);

  CREATE TABLE temporaries (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE addresses (
    address TEXT PRIMARY KEY, store TEXT NOT NULL, key TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE stores (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, public_url TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lock (
    id INTEGER PRIMARY KEY CHECK (id = 1), pid INTEGER NOT NULL, host TEXT NOT NULL, since INTEGER NOT NULL, birth TEXT
  ) STRICT;
  `,
  `
  CREATE TABLE looks (
    identity TEXT NOT NULL, view TEXT NOT NULL, look TEXT NOT NULL, looked_at INTEGER NOT NULL, stamp TEXT NOT NULL,
    PRIMARY KEY (identity, view)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE replacements (
    run TEXT NOT NULL, store TEXT NOT NULL, place TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    successor TEXT, original TEXT, state TEXT NOT NULL,
    PRIMARY KEY (run, store, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX replacements_by_place ON replacements (store, place);

  CREATE TABLE contents (
    place TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX prepared_by_digest ON prepared (digest);
  `,
  `
  CREATE TABLE uploads (
    store TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, content TEXT NOT NULL, part_size INTEGER NOT NULL,
    PRIMARY KEY (store, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE copies (
    store TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, content_type TEXT NOT NULL,
    checksum_kind TEXT NOT NULL, checksum TEXT NOT NULL,
    PRIMARY KEY (store, key)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE submissions (
    provider TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL,
    task TEXT, since INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (provider, action, target, name)
  ) STRICT;
  `,
  `
  CREATE TABLE header_changes (
    run TEXT NOT NULL, store TEXT NOT NULL, key TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (run, store, key)
  ) STRICT, WITHOUT ROWID;
  `,
];

/**
 * Brings a ledger to the newest schema; all of it or nothing.
 *
 * @throws ImgferryError LEDGER_FAILED {path, hint: 'newer-version', expected, found} when a later imgferry made it
 */
export function migrateSchema(database: LedgerDatabase): void {
  const version = schemaVersion(database);
  if (version === migrations.length) return;
  if (version > migrations.length) {
    const facts = { path: database.path, hint: 'newer-version', expected: migrations.length, found: version };
    throw new ImgferryError('LEDGER_FAILED', facts);
  }
  inTransaction(database, () => {
    for (const migration of migrations.slice(schemaVersion(database))) database.execute(migration);
    database.execute(`PRAGMA application_id = ${applicationId}`);
    database.execute(`PRAGMA user_version = ${migrations.length}`);
  });
}

function schemaVersion(database: LedgerDatabase): number {
  return numberAt(database.prepare('PRAGMA user_version').get() ?? [], 0);
}
