import { closeSync, constants, fstatSync, open, read, readlinkSync, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { errnoOf } from '../../../lib/files.js';
import { isAbsence } from './local-errors.js';

/** A file that is open for reading. */
export interface OpenFile {
  /** The caller's to close. */
  readonly descriptor: number;
  /** Absolute, without symbolic links. */
  readonly path: string;
  readonly stats: Stats;
}

const openFor = promisify(open);
const readInto = promisify(read);

/**
 * Opens a file, symbolic links followed, and tells where the one lies that was opened: nothing can change in between.
 * Throws system errors; of an open file the system has its facts in memory, so that no thread is asked for them.
 *
 * @returns undefined for what is no file
 */
export async function openFile(path: string): Promise<OpenFile | undefined> {
  const descriptor = await openPath(path);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    if (stats.isFile()) return { descriptor, path: linkOf(descriptor) ?? (await realpath(path)), stats };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  closeSync(descriptor);
  return undefined;
}

/** A pipe is opened without waiting for who writes into it; a socket can't be opened at all. */
async function openPath(path: string): Promise<number | undefined> {
  try {
    return await openFor(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errnoOf(error) === 'ENXIO') return undefined;
    throw error;
  }
}

/** Linux alone tells the path of an open file; of one that was deleted since, the path that it had. */
function linkOf(descriptor: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

/** The bytes of a file that is open; fewer than its size where it was cut meanwhile. */
export async function readOpen({ descriptor, stats }: OpenFile): Promise<Buffer> {
  const content = Buffer.allocUnsafe(stats.size);
  let filled = 0;
  while (filled < content.length) {
    const { bytesRead } = await readInto(descriptor, content, filled, content.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return content.subarray(0, filled);
}
