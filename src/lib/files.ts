import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, type FileHandle, lstat, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';

export interface ReplaceOptions {
  /** Told where the temporary file will be, before it is made, so that a run after a kill can sweep it. */
  readonly onTemporary?: (path: string) => void;
  /** Awaited when all bytes are on the disk; what it throws leaves the file as it was. */
  readonly beforeRename?: () => void | Promise<void>;
  /** Mode of a file that does not exist yet; one that does keeps its own. */
  readonly mode?: number;
  /** What it means that the file can't be written: the person's folder, one post, or one image. */
  readonly denied?: DeniedCode;
}

export type DeniedCode = 'FOLDER_NOT_WRITABLE' | 'DOCUMENT_NOT_WRITABLE' | 'FILE_NOT_WRITABLE';

/**
 * Puts bytes in a file's place, whole or not at all: a reader, or a kill at any instant, sees the old file or the new
 * one. The mode is kept, the owner where the system allows it; where the path is a symbolic link, its target is
 * replaced and the link stays. Other hard links keep the old bytes.
 *
 * @throws ImgferryError DISK_FULL {path}, and the code given as `denied` {path, found} (default FOLDER_NOT_WRITABLE)
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array | string,
  options: ReplaceOptions = {},
): Promise<{ readonly temporary: string }> {
  const denied = options.denied ?? 'FOLDER_NOT_WRITABLE';
  try {
    const target = await followLinks(path);
    const standing = await statOf(target);
    if (standing) await access(target, constants.W_OK); // a rename would replace a read-only file without asking
    const temporary = temporaryPathFor(target);
    options.onTemporary?.(temporary);
    try {
      await writeDurably(temporary, bytes, standing, options.mode);
      await options.beforeRename?.();
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
    return { temporary };
  } catch (error) {
    throw fileError(error, { path, denied });
  }
}

/** A name for a temporary file beside a file: hidden, told apart by process and chance, never over 255 bytes. */
export function temporaryPathFor(path: string): string {
  const ending = `.imgferry-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  return join(dirname(path), `.${shortened(basename(path), 254 - ending.length)}${ending}`);
}

/** The process that made a name for a temporary file of `file`; undefined where it is no such name. */
export function leftBehindBy(name: string, file: string): number | undefined {
  const [, start, pid, chance] = /^\.(.*)\.imgferry-(\d+)-([0-9a-f]{8})\.tmp$/s.exec(name) ?? [];
  const ending = `.imgferry-${pid}-${chance}.tmp`;
  return start === shortened(file, 254 - ending.length) ? Number(pid) : undefined;
}

/** Takes a file system's error for what it means to a person; other errors stay as they are. */
export function fileError(error: unknown, where: { readonly path: string; readonly denied: DeniedCode }): unknown {
  const code = errnoOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ImgferryError('DISK_FULL', { path: where.path, found: code }, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ImgferryError(where.denied, { path: where.path, found: code }, { cause: error });
  }
  return error;
}

/** The system's name of an error (`ENOENT`); undefined for errors that are none of the system's. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Makes a rename or a new name in a folder last. Some file systems can't sync a folder; there the rename must do. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = errnoOf(error);
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EPERM' && code !== 'EISDIR') throw error;
  } finally {
    await handle.close();
  }
}

async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return (await isLink(path)) ? followLinks(resolve(dirname(path), await readlink(path))) : path;
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return false;
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** Makes a file, with the mode and where allowed the owner of another; its bytes are on the disk when it returns. */
export async function writeDurably(
  path: string,
  bytes: Uint8Array | string,
  standing: Stats | undefined,
  mode: number | undefined,
): Promise<void> {
  const handle = await open(path, 'wx', standing ? 0o600 : (mode ?? 0o666));
  try {
    await handle.writeFile(bytes);
    if (standing) await takeOver(handle, standing);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The owner first: a change of owner clears the set-user-id bits of the mode. */
async function takeOver(handle: FileHandle, standing: Stats): Promise<void> {
  const made = await handle.stat();
  if (made.uid !== standing.uid || made.gid !== standing.gid) {
    try {
      await handle.chown(standing.uid, standing.gid);
    } catch (error) {
      if (errnoOf(error) !== 'EPERM') throw error; // only root may give files away; the file is ours then
    }
  }
  await handle.chmod(standing.mode & 0o7777);
}

function shortened(name: string, bytes: number): string {
  let short = name;
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('');
  return short;
}
