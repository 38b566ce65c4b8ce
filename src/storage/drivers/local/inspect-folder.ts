import { constants } from 'node:fs';
import { access, lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ImgferryError } from '../../../core/errors.js';
import type { PreflightReport } from '../../../core/storage.js';
import { errnoOf } from '../../../lib/files.js';
import { isAbsence, localError } from './local-errors.js';

/** Looks without touching: a folder that isn't there yet is judged by the nearest one that is. */
export async function inspectFolder(folder: string): Promise<PreflightReport> {
  const nearest = await nearestExisting(folder);
  try {
    if (!(await lstat(await realpath(nearest))).isDirectory()) {
      throw new ImgferryError('FOLDER_NOT_WRITABLE', { path: nearest, found: 'file' });
    }
    await access(nearest, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw localError(error, nearest, 'write');
  }
  const isInsensitive = await ignoresCase(nearest);
  return { findings: isInsensitive ? [{ id: 'case-insensitive', facts: { path: folder } }] : [] };
}

async function nearestExisting(folder: string): Promise<string> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    try {
      await lstat(path);
      return path;
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT' || path === dirname(path)) throw localError(error, path, 'read');
    }
  }
}

/** Asks for the folder itself in the other case; a folder whose name has no letters tells nothing. */
async function ignoresCase(folder: string): Promise<boolean> {
  const name = basename(folder);
  const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
  if (other === name) return false;
  try {
    const [one, two] = [await lstat(folder), await lstat(join(dirname(folder), other))];
    return one.ino === two.ino && one.dev === two.dev;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw localError(error, folder, 'read');
  }
}
