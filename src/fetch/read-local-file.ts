import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ImgferryError } from '../core/errors.js';
import type { FetchedImage } from '../core/stage.js';
import { digestStream } from '../lib/digest-stream.js';

/**
 * Reads a file where it stands for its digest; it is not copied, so what reads it later compares with the digest.
 *
 * @throws ImgferryError FILE_MISSING, FILE_UNREADABLE, FILE_CHANGED (while it was read), TOO_LARGE
 */
export async function readLocalFile(
  path: string,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<FetchedImage> {
  const file = await openFile(path);
  try {
    const before = await file.stat();
    if (!before.isFile()) throw new ImgferryError('FILE_UNREADABLE', { path, reason: reasonOf(before) });
    if (before.size > maxBytes) throw new ImgferryError('TOO_LARGE', { path, expected: maxBytes, found: before.size });
    const arrived = await digestFile(path, file, signal);
    const after = await file.stat();
    if (arrived.size !== before.size || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new ImgferryError('FILE_CHANGED', { path, expected: before.size, found: after.size });
    }
    return { ...arrived, content: { path } };
  } finally {
    await file.close();
  }
}

async function digestFile(path: string, file: FileHandle, signal: AbortSignal) {
  try {
    return await digestStream(file.createReadStream({ autoClose: false, highWaterMark: 256 * 1024 }), { signal });
  } catch (error) {
    throw signal.aborted ? error : unreadable(path, error);
  }
}

/** Not waiting for a writer where the path is a pipe. */
async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  const facts = isMissing ? { path } : { path, reason: String(error.code) };
  return new ImgferryError(isMissing ? 'FILE_MISSING' : 'FILE_UNREADABLE', facts, { cause: error });
}

function reasonOf(stats: Stats): string {
  return stats.isDirectory() ? 'EISDIR' : 'not-a-file';
}
