import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { errnoOf, fileError, leftBehindBy, replaceFile } from '../lib/files.js';
import { isAlive } from '../lib/is-alive.js';
import { makePath } from '../lib/make-path.js';

/**
 * Writes a file that was asked for, whole or not at all, and takes away what a process that was killed left beside it.
 *
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, found}, DISK_FULL {path}
 */
export async function writeWhole(
  path: string,
  text: string,
  { makesFolders = false }: { readonly makesFolders?: boolean } = {},
): Promise<void> {
  try {
    if (makesFolders) await makePath(dirname(path));
    await sweep(path);
    await replaceFile(path, text);
  } catch (error) {
    const told = fileError(error, { path, denied: 'FOLDER_NOT_WRITABLE' });
    const code = errnoOf(told);
    if (told instanceof ImgferryError || code === undefined) throw told;
    throw new ImgferryError('FOLDER_NOT_WRITABLE', { path, found: code }, { cause: error });
  }
}

async function sweep(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const pid = leftBehindBy(name, basename(path));
    if (pid !== undefined && !isAlive(pid)) await rm(join(dirname(path), name), { force: true });
  }
}
