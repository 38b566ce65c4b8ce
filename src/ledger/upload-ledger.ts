import type { UploadLedger, UploadRecord } from '../core/ledger.js';
import { asObjectKey } from '../core/object-key.js';
import { type LedgerDatabase, numberAt, type SqlRow, textAt } from './database.js';
import type { WriteBuffer } from './write-buffer.js';

/** Uploads in parts that are under way, on the table `uploads`. */
export function createUploadLedger(database: LedgerDatabase, buffer: WriteBuffer): UploadLedger {
  const one = database.prepare('SELECT key, id, content, part_size FROM uploads WHERE store = ? AND key = ?');
  const all = database.prepare('SELECT key, id, content, part_size FROM uploads WHERE store = ? ORDER BY key');
  const record = database.prepare(
    'INSERT OR REPLACE INTO uploads (store, key, id, content, part_size) VALUES (?, ?, ?, ?, ?)',
  );
  const forget = database.prepare('DELETE FROM uploads WHERE store = ? AND key = ?');
  return {
    uploadOf(store, key) {
      const row = one.get(store, key);
      return row && uploadIn(row);
    },
    uploads: (store) => all.all(store).map(uploadIn),
    recordUpload(store, { key, id, content, partSize }) {
      buffer.writeNow(() => record.run(store, key, id, content, partSize));
    },
    forgetUpload(store, key) {
      buffer.writeNow(() => forget.run(store, key));
    },
  };
}

const uploadIn = (row: SqlRow): UploadRecord => ({
  key: asObjectKey(textAt(row, 0)),
  id: textAt(row, 1),
  content: textAt(row, 2),
  partSize: numberAt(row, 3),
});
