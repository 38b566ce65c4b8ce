import { asDigest, type Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import { type ImageFormat, isImageFormat } from '../core/image-format.js';
import type { AssetLedger, ObjectRecord, PreparedRecord } from '../core/ledger.js';
import { asObjectKey } from '../core/object-key.js';
import { type LedgerDatabase, numberAt, optionalNumberAt, type SqlRow, textAt } from './database.js';
import { createObjectRows, lookupsBefore } from './object-rows.js';
import type { WriteBuffer } from './write-buffer.js';

/** What was done to images, on the tables `fetched`, `prepared`, `objects` and `moves`. */
export function createAssetLedger(database: LedgerDatabase, buffer: WriteBuffer): AssetLedger {
  const fetched = database.prepare('SELECT digest, size FROM fetched WHERE identity = ?');
  const recordFetched = database.prepare('INSERT OR REPLACE INTO fetched (identity, digest, size) VALUES (?, ?, ?)');
  const prepared = database.prepare(`SELECT ${preparedColumns} FROM prepared WHERE source = ? AND fingerprint = ?`);
  const preparedAs = database.prepare(
    `SELECT ${preparedColumns} FROM prepared WHERE source = ? AND digest = ? LIMIT 1`,
  );
  const recordPrepared = database.prepare(
    `INSERT OR REPLACE INTO prepared (source, fingerprint, digest, size, format, width, height, reason)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const encodedHere = database.prepare("SELECT format FROM prepared WHERE digest = ? AND reason = 'encoded' LIMIT 1");
  const objectOf = database.prepare(
    `SELECT ${objectColumns} FROM objects WHERE store = ? AND digest = ? ORDER BY rowid LIMIT 1`,
  );
  const objects = createObjectRows(database, objectColumns);
  // not by `objects`, which would hold all rows of a store for who asks for every one
  const known = ['objects', 'copies'].map((table) =>
    database.prepare(`SELECT 1 FROM ${table} WHERE store = ? AND key = ?`),
  );
  const keysIn = database.prepare('SELECT key FROM objects WHERE store = ?');
  const recordObject = database.prepare(upsertObject);
  const recordCopy = database.prepare(
    `INSERT OR REPLACE INTO copies (store, key, size, content_type, checksum_kind, checksum) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const forgetObject = database.prepare('DELETE FROM objects WHERE store = ? AND key = ?');
  const recordAddress = database.prepare('INSERT OR REPLACE INTO addresses (address, store, key) VALUES (?, ?, ?)');
  const recordMove = database.prepare('INSERT OR REPLACE INTO moves (run, identity, store, key) VALUES (?, ?, ?, ?)');

  return {
    fetched(identity) {
      const row = fetched.get(identity);
      return row && { digest: digestAt(row, 0, database.path), size: numberAt(row, 1) };
    },
    recordFetched(identity, { digest, size }) {
      buffer.write(() => recordFetched.run(identity, digest, size));
    },
    prepared(source, fingerprint) {
      const row = prepared.get(source, fingerprint);
      return row && preparedIn(row, database.path);
    },
    preparedAs(source, digest) {
      const row = preparedAs.get(source, digest);
      return row && preparedIn(row, database.path);
    },
    recordPrepared(source, fingerprint, { digest, size, format, width, height, reason }) {
      buffer.write(() => recordPrepared.run(source, fingerprint, digest, size, format, width, height, reason));
    },
    encodedHere(digest) {
      const row = encodedHere.get(digest);
      return row && formatAt(row, 0, database.path);
    },
    objectOf(store, digest) {
      const row = objectOf.get(store, digest);
      return row && objectIn(row, database.path);
    },
    objectAt(store, key) {
      const row = objects.at(store, key);
      return row && objectIn(row, database.path);
    },
    knowsObject: (store, key) => known.some((row) => row.get(store, key) !== undefined),
    keysWithoutObject(store, keys) {
      const missing = new Set(keys);
      if (missing.size < lookupsBefore) {
        for (const key of missing) if (objects.at(store, key)) missing.delete(key);
      } else keysIn.each((row) => missing.delete(asObjectKey(textAt(row, 0))), store);
      return missing;
    },
    recordObject(store, { key, digest, size, contentType, publicVerifiedAt }) {
      objects.forget(store, key);
      buffer.write(() => recordObject.run(store, key, digest, size, contentType, publicVerifiedAt ?? null));
    },
    recordCopy(store, { key, size, contentType, checksum: { kind, value } }) {
      objects.forget(store, key);
      buffer.write(() => {
        forgetObject.run(store, key); // it was of other bytes: where these were known, nothing was copied
        recordCopy.run(store, key, size, contentType, kind, value);
      });
    },
    recordMove(run, identity, store, key) {
      buffer.write(() => recordMove.run(run, identity, store, key));
    },
    recordAddress(store, key, address) {
      buffer.write(() => recordAddress.run(address, store, key));
    },
    flush() {
      buffer.flush();
    },
  };
}

/** In the order that `preparedIn` reads. */
export const preparedColumns = 'digest, size, format, width, height, reason';

export function preparedIn(row: SqlRow, path: string): PreparedRecord {
  return {
    digest: digestAt(row, 0, path),
    size: numberAt(row, 1),
    format: formatAt(row, 2, path),
    width: numberAt(row, 3),
    height: numberAt(row, 4),
    reason: textAt(row, 5),
  };
}

/** In the order that `objectIn` reads. */
export const objectColumns = 'objects.key, objects.digest, objects.size, objects.content_type, public_verified_at';

/** That the public address was read stays known while the bytes are the same. The row keeps its place (rowid). */
const upsertObject = `
  INSERT INTO objects (store, key, digest, size, content_type, public_verified_at) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (store, key) DO UPDATE SET
    public_verified_at = CASE WHEN digest = excluded.digest
      THEN COALESCE(excluded.public_verified_at, public_verified_at) ELSE excluded.public_verified_at END,
    digest = excluded.digest, size = excluded.size, content_type = excluded.content_type`;

/** An object from a row of `objectColumns`, beginning at a column. */
export function objectIn(row: SqlRow, path: string, column = 0): ObjectRecord {
  const publicVerifiedAt = optionalNumberAt(row, column + 4);
  return {
    key: asObjectKey(textAt(row, column)),
    digest: digestAt(row, column + 1, path),
    size: numberAt(row, column + 2),
    contentType: textAt(row, column + 3),
    ...(publicVerifiedAt === undefined ? {} : { publicVerifiedAt }),
  };
}

/** @throws ImgferryError LEDGER_CORRUPT for what no imgferry wrote */
export function digestAt(row: SqlRow, column: number, path: string): Digest {
  const digest = asDigest(textAt(row, column));
  if (digest === undefined) throw damaged(path, textAt(row, column));
  return digest;
}

export function damaged(path: string, found: string): ImgferryError {
  return new ImgferryError('LEDGER_CORRUPT', { path, hint: 'damaged', found });
}

function formatAt(row: SqlRow, column: number, path: string): ImageFormat {
  const format = textAt(row, column);
  if (!isImageFormat(format)) throw damaged(path, format);
  return format;
}
