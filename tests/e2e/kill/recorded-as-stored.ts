import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { listTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/**
 * Addresses of images that a ledger says are stored. It is read from a copy: to open a database after a kill is to
 * write to it.
 *
 * @param folder `.imgferry`
 */
export async function recordedAsStored(folder: string): Promise<ReadonlySet<string>> {
  if (!(await listTree(folder)).includes('ledger.db')) return new Set();
  const copy = join(await temporaryFolder(), 'ledger');
  await mkdir(copy);
  for (const name of await listTree(folder))
    if (name.startsWith('ledger.db')) await cp(join(folder, name), join(copy, name));
  const database = new Database(join(copy, 'ledger.db'));
  try {
    const rows: unknown[] = database
      .prepare(
        `SELECT fetched.identity FROM fetched
         JOIN prepared ON prepared.source = fetched.digest
         JOIN objects ON objects.digest = prepared.digest`,
      )
      .raw()
      .all();
    return new Set(rows.map((row) => String(Array.isArray(row) ? row[0] : row)));
  } finally {
    database.close();
  }
}
