import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from './files.js';

/** A content on its way into the spool: in memory while it is short, then in a file that nobody takes for a content. */
export interface Draft {
  /** Undefined where there is nothing to wait for. The chunk must not change afterwards. */
  add(chunk: Buffer): Promise<void> | undefined;
  /** All of it where nothing of it is in a file yet, else undefined. */
  held(): Buffer | undefined;
  /** Puts it where it belongs, at once and whole. */
  saveAs(path: string): Promise<void>;
  /** Idempotent. */
  discard(): Promise<void>;
}

const heldInMemory = 2 ** 20; // bytes

/** @param path of the file until it is whole; on the same file system as where it will be saved */
export function createDraft(path: string): Draft {
  const folder = dirname(path);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let file: FileHandle | undefined;

  async function flush(): Promise<void> {
    const chunks = pending;
    pending = [];
    pendingBytes = 0;
    file ??= await open(path, 'wx');
    if (chunks.length > 0) await writeAll(file, chunks);
  }

  function held(): Buffer | undefined {
    if (file !== undefined || pendingBytes >= heldInMemory) return undefined;
    const [first] = pending;
    return first && pending.length === 1 ? first : Buffer.concat(pending, pendingBytes);
  }

  async function close(): Promise<boolean> {
    const opened = file;
    file = undefined;
    await opened?.close();
    return opened !== undefined;
  }

  return {
    add(chunk) {
      pending.push(chunk);
      pendingBytes += chunk.length;
      return pendingBytes < heldInMemory ? undefined : onDisk(folder, flush);
    },
    held,
    saveAs(target) {
      return onDisk(folder, async () => {
        const whole = held();
        if (whole) return writeShort(path, whole, target);
        await flush();
        await close();
        await rename(path, target);
      });
    },
    async discard() {
      pending = [];
      if (await close()) await rm(path, { force: true });
    },
  };
}

/** What is short is in the system's memory in a moment, which a thread for each call would only delay. */
function writeShort(path: string, content: Buffer, target: string): void {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    renameSync(path, target);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') rmSync(path, { force: true });
    throw error;
  }
}

/** `writev` may write less than it was given; `write` of a `FileHandle` may too. */
async function writeAll(file: FileHandle, chunks: Buffer[]): Promise<void> {
  const wanted = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten === wanted) return;
  await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}

/** Names of files until they are whole: they tell whose they were, so that a later run knows which it may remove. */
export interface DraftNames {
  next(): string;
  /** @param modified epoch in ms */
  isLeftBehind(name: string, modified: number): boolean;
}

const longestRun = 7 * 24 * 60 * 60 * 1000;

export function createDraftNames(): DraftNames {
  const own = `part-${process.pid}-${randomBytes(6).toString('hex')}`;
  let count = 0;
  return {
    next: () => `${own}-${count++}`,
    isLeftBehind(name, modified) {
      const pid = Number(/^part-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(pid) || name.startsWith(own)) return false;
      if (Date.now() - modified > longestRun) return true;
      return pid === process.pid ? modified < processStart() : !isAlive(pid); // containers give each run the same pid
    },
  };
}

function processStart(): number {
  return Date.now() - process.uptime() * 1000 - 1000;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

const codes: Readonly<Record<string, 'DISK_FULL' | 'FOLDER_NOT_WRITABLE'>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EACCES: 'FOLDER_NOT_WRITABLE',
  EPERM: 'FOLDER_NOT_WRITABLE',
  EROFS: 'FOLDER_NOT_WRITABLE',
  ENOTDIR: 'FOLDER_NOT_WRITABLE',
  EEXIST: 'FOLDER_NOT_WRITABLE',
};

/** Says DISK_FULL and FOLDER_NOT_WRITABLE of what the file system refuses. */
export async function onDisk<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    const code = codes[reason];
    throw code === undefined ? error : new ImgferryError(code, { path, reason }, { cause: error });
  }
}
