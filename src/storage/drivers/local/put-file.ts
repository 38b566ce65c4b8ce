import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { ObjectBody, PutOptions } from '../../../core/storage.js';
import { nameIfAbsent, unlinkIfThere } from '../../../lib/place-file.js';
import { isAbsence } from './local-errors.js';
import type { LocalFolders } from './local-folders.js';

export interface PutFileOptions extends PutOptions {
  readonly key: ObjectKey;
  /** Path in the same folder, not there yet. */
  readonly temporary: string;
  readonly folders: LocalFolders;
}

/**
 * Writes a whole file or none: a temporary one in the same folder, flushed, put in place in one step, folder flushed.
 * Throws system errors as they come.
 */
export async function putFile(path: string, body: ObjectBody, options: PutFileOptions): Promise<Stats> {
  await refuseConflict(path, options); // before bytes are written for nothing; with `ifAbsent` the step itself decides
  const { temporary, signal } = options;
  try {
    const stats = await writeTemporary(temporary, body, signal);
    signal.throwIfAborted();
    if (options.ifAbsent) {
      if (!(await nameIfAbsent(temporary, path))) throw conflict(options.key, path);
    } else {
      await refuseConflict(path, options); // as late as can be: a file system has no rename that compares
      await rename(temporary, path);
    }
    return stats;
  } finally {
    await unlinkIfThere(temporary);
    await options.folders.flush(dirname(path));
  }
}

/** Changes when a file is replaced or written to. */
export const etagOf = ({ ino, size, mtimeMs }: Stats): string =>
  [ino, size, Math.round(mtimeMs * 1000)].map((part) => part.toString(36)).join('-');

async function refuseConflict(path: string, { key, ifAbsent, ifMatch }: PutFileOptions): Promise<void> {
  const stats = await lstat(path).catch((error: unknown) => {
    if (isAbsence(error)) return undefined;
    throw error;
  });
  if (stats?.isDirectory()) throw new ImgferryError('STORE_REFUSED', { key, path, found: 'folder' });
  if (ifAbsent && stats) throw conflict(key, path);
  if (ifMatch !== undefined && (!stats || etagOf(stats) !== ifMatch)) throw conflict(key, path);
}

const conflict = (key: ObjectKey, path: string): ImgferryError =>
  new ImgferryError('OBJECT_CONFLICT', { key, path, expected: 'absent', found: 'present' });

async function writeTemporary(path: string, body: ObjectBody, signal: AbortSignal): Promise<Stats> {
  const file = await open(path, 'wx', 0o644);
  try {
    await writeBody(file, body, signal);
    await file.datasync(); // bytes and size; the times may be lost
    const stats = await file.stat();
    if (stats.size !== body.size) throw changed(body, stats.size);
    return stats;
  } finally {
    await file.close();
  }
}

async function writeBody(file: FileHandle, { content }: ObjectBody, signal: AbortSignal): Promise<void> {
  if (Buffer.isBuffer(content)) return writeFile(file, content, { signal });
  const source = await open(content.path).catch((error: unknown) => {
    throw new ImgferryError(
      isAbsence(error) ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      { path: content.path },
      { cause: error },
    );
  });
  try {
    await writeFile(file, source.createReadStream({ autoClose: false }), { signal });
  } finally {
    await source.close(); // an abort leaves the stream as it is
  }
}

const changed = ({ content, size }: ObjectBody, found: number): ImgferryError =>
  new ImgferryError('FILE_CHANGED', { path: Buffer.isBuffer(content) ? '' : content.path, expected: size, found });
