import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from '../lib/files.js';
import { makePath } from '../lib/make-path.js';

/**
 * Makes the folder of a file that an option names, and refuses one that can't be written, before the work that it is to
 * tell of.
 *
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, option, found: the system's code}
 */
export async function prepareOutput(file: string | undefined, option = '--output'): Promise<void> {
  if (file === undefined) return;
  try {
    await makePath(dirname(file));
  } catch (error) {
    throw refuseOutput(file, option, error);
  }
  await refuseUnwritable(file, option);
}

/**
 * Refuses a file that can't be written, before the work that it is to tell of.
 *
 * @param option that names it
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, option, found: the system's code}
 */
export async function refuseUnwritable(file: string, option: string): Promise<void> {
  const standing = await stat(file).catch(() => undefined);
  if (standing?.isDirectory()) throw new ImgferryError('FOLDER_NOT_WRITABLE', { path: file, option, found: 'EISDIR' });
  try {
    await access(standing ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw refuseOutput(file, option, error);
  }
}

/** What it means that the file of an option could not be written. */
export const refuseOutput = (path: string, option: string, cause: unknown): ImgferryError =>
  new ImgferryError('FOLDER_NOT_WRITABLE', { path, option, found: errnoOf(cause) ?? 'unknown' }, { cause });
