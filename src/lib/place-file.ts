import { constants } from 'node:fs';
import { copyFile, link, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf, syncFolder } from './files.js';
import { makeLastingPath } from './make-path.js';

/** FAT, some network mounts and some container layers have no hard links; none reach from one file system to another. */
const cannotLink = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

const isUnlinkable = (error: unknown): boolean => cannotLink.has(errnoOf(error) ?? '');

/**
 * Gives a file another name in the same file system, in one step and never over what stands there, not even what came a
 * moment ago. The old name is for the caller to remove; where there are no hard links it is gone already.
 *
 * @returns false where something has that name
 */
export async function nameIfAbsent(file: string, path: string): Promise<boolean> {
  try {
    await link(file, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    if (!isUnlinkable(error)) throw error;
    return reserveAndRename(file, path);
  }
}

/** Takes the name with an empty file (O_EXCL), then renames over it; a reader could see it empty for that moment. */
async function reserveAndRename(file: string, path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(file, path);
    return true;
  } catch (error) {
    await unlinkIfThere(path);
    throw error;
  }
}

/** Keeps a file's bytes under a second name, durably; folders are made. What stands under that name is replaced. */
export async function keepUnder(path: string, file: string): Promise<void> {
  await makeLastingPath(dirname(path));
  await unlinkIfThere(path);
  try {
    await link(file, path);
  } catch (error) {
    if (!isUnlinkable(error)) throw error;
    await copyDurably(file, path);
  }
  await syncFolder(dirname(path));
}

/**
 * Moves a file, durably; folders are made. What stands under the other name is replaced: after a kill it can be a part of
 * the same bytes. Within a file system it has one name or the other at every instant, never both.
 */
export async function moveFile(file: string, path: string): Promise<void> {
  await makeLastingPath(dirname(path));
  try {
    await rename(file, path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    await keepUnder(path, file);
    await unlinkIfThere(file);
  }
  await syncFolder(dirname(file));
}

async function copyDurably(file: string, path: string): Promise<void> {
  await copyFile(file, path, constants.COPYFILE_EXCL);
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Idempotent. */
export async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
}
