import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import { errnoOf, fileError, replaceFile } from '../../lib/files.js';
import { placeLedger } from '../compose.js';
import type { UseCaseContext } from '../context.js';

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
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, page);
  } catch (error) {
    const told = fileError(error, { path, denied: 'FOLDER_NOT_WRITABLE' });
    const code = errnoOf(told);
    if (code === undefined) throw told;
    throw new ImgferryError('FOLDER_NOT_WRITABLE', { path, found: code }, { cause: error });
  }
  return path;
}
