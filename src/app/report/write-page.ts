import { join, resolve } from 'node:path';
import { placeLedger } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { writeWhole } from '../write-whole.js';

export interface PagePlace {
  readonly run: string;
  /** From the working directory; undefined: `reports/RUN.html` beside the ledger, which git ignores. */
  readonly output: string | undefined;
}

/**
 * Writes a page, whole or not at all.
 *
 * @returns its absolute path
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, found}, DISK_FULL {path}
 */
export async function writePage(page: string, { run, output }: PagePlace, context: UseCaseContext): Promise<string> {
  const path =
    output === undefined
      ? join((await placeLedger(context)).folder, 'reports', `${run}.html`)
      : resolve(context.cwd, output);
  await writeWhole(path, page, { makesFolders: true });
  return path;
}
