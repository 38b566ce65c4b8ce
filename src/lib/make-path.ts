import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errnoOf, syncFolder } from './files.js';

/**
 * Makes a folder and those above it that are missing, one after the other: `mkdir` with `recursive` never ends on Node 20
 * where a folder takes none without a reason (`/proc`), and calls a read-only disk ENOENT.
 *
 * @returns the outermost folder that was made; undefined: it was there
 */
export async function makePath(folder: string): Promise<string | undefined> {
  const path = resolve(folder);
  if (await isFolder(path)) return undefined;
  const outermost = await makePath(dirname(path));
  try {
    await mkdir(path);
    return outermost ?? path;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' && (await isFolder(path))) return outermost; // somebody else made it meanwhile
    throw error;
  }
}

/** The same, so that it lasts. */
export async function makeLastingPath(folder: string): Promise<void> {
  const outermost = await makePath(folder);
  if (outermost === undefined) return;
  for (let made = resolve(folder); made.length >= outermost.length; made = dirname(made))
    await syncFolder(dirname(made));
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
