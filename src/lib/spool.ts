import { setMaxListeners } from 'node:events';
import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { asDigest, type Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import { createDigester, type StreamDigest } from './digest-stream.js';
import { makePath } from './make-path.js';
import { createDraft, createDraftNames, type Draft, onDisk } from './spool-draft.js';

export interface SpooledFile extends StreamDigest {
  readonly path: string;
}

export interface ShortContent extends StreamDigest {
  readonly bytes: Buffer;
}

export interface SpoolWriteOptions {
  /** Largest content in bytes; undefined: no limit. */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/**
 * A folder of contents, each in a file named by its SHA-256, whole or not there at all. What is written or found is held
 * until it is released as often, and is not swept while this spool is in use.
 */
export interface Spool {
  /**
   * Takes a content as it comes, in bounded memory. The same content again gives the same file.
   *
   * @throws ImgferryError TOO_LARGE, DISK_FULL, FOLDER_NOT_WRITABLE; what the source fails with
   */
  write(source: Readable | Buffer, options: SpoolWriteOptions): Promise<SpooledFile>;
  /** The same, but a content that is short, below a megabyte, is given back in memory and written nowhere. */
  receive(source: Readable, options: SpoolWriteOptions): Promise<SpooledFile | ShortContent>;
  /**
   * The file of a content, undefined where it isn't there. A file that an earlier run left is read once before it is
   * believed: nothing is synced to disk on writing, so a power cut may have left less than was written.
   */
  find(digest: Digest): string | undefined;
  /** Gives a hold back; the last holder's `keep` decides whether the file stays. */
  release(digest: Digest, options: { readonly keep: boolean }): void;
  /** Idempotent, whoever holds it. */
  remove(digest: Digest): void;
  /** Removes what dead runs left half-written and, over the spool's size, the oldest contents that this one never used. */
  sweep(): Promise<SpoolSweep>;
}

export interface SpoolSweep {
  /** Half-written files of dead runs. */
  readonly temporaries: number;
  /** Contents over the spool's size. */
  readonly evicted: number;
}

/** @param options.maxBytes what `sweep` leaves at most */
export function openSpool(folder: string, options: { readonly maxBytes: number }): Spool {
  const holds = new Map<Digest, number>(); // an entry, even of 0: known to be whole
  const drafts = createDraftNames();
  const pathOf = (digest: Digest): string => join(folder, digest);
  const hold = (digest: Digest): void => void holds.set(digest, (holds.get(digest) ?? 0) + 1);
  const isKnown = (digest: Digest): boolean => holds.has(digest);
  let folderMade: Promise<unknown> | undefined;

  function find(digest: Digest): string | undefined {
    if (!isKnown(digest) && digestOfFile(pathOf(digest)) !== digest) return undefined;
    hold(digest);
    return pathOf(digest);
  }

  async function keep(draft: Draft, arrived: StreamDigest): Promise<SpooledFile> {
    const path = pathOf(arrived.digest);
    if (find(arrived.digest)) await draft.discard();
    else {
      await draft.saveAs(path);
      hold(arrived.digest);
    }
    return { ...arrived, path };
  }

  function remove(digest: Digest): void {
    holds.delete(digest);
    rmSync(pathOf(digest), { force: true });
  }

  /** Reads a source into a draft, and gives it to whoever decides where it goes. */
  async function take<Result>(
    source: Readable | Buffer,
    { limit = Number.POSITIVE_INFINITY, signal }: SpoolWriteOptions,
    settle: (draft: Draft, arrived: StreamDigest) => Promise<Result>,
  ): Promise<Result> {
    const stream = Buffer.isBuffer(source) ? undefined : source.on('error', ignore);
    const abort = (): void => void stream?.destroy(asError(signal.reason));
    setMaxListeners(0, signal); // a run's signal ends many writes: no leak
    signal.addEventListener('abort', abort);
    const draft = createDraft(join(folder, drafts.next()));
    try {
      signal.throwIfAborted();
      folderMade ??= onDisk(folder, () => makePath(folder));
      await folderMade;
      return await settle(draft, await fill(draft, Buffer.isBuffer(source) ? [source] : source, limit));
    } catch (error) {
      stream?.destroy();
      await draft.discard();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  return {
    find,
    remove,
    write: (source, options) => take(source, options, keep),
    receive: (source, options) =>
      take<SpooledFile | ShortContent>(source, options, async (draft, arrived) => {
        const bytes = draft.held();
        return bytes ? { ...arrived, bytes } : keep(draft, arrived);
      }),

    release(digest, { keep: stays }) {
      const left = (holds.get(digest) ?? 0) - 1;
      if (left <= 0 && !stays) return remove(digest);
      holds.set(digest, Math.max(0, left));
    },

    async sweep() {
      const files = await listFiles(folder);
      const dead = files.filter(({ name, modified }) => drafts.isLeftBehind(name, modified));
      const contents = files.flatMap((file) => {
        const digest = asDigest(file.name);
        return digest === undefined ? [] : [{ ...file, digest }];
      });
      const evicted = chooseEvicted(contents, options.maxBytes, isKnown);
      for (const { name } of [...dead, ...evicted]) await rm(join(folder, name), { force: true });
      return { temporaries: dead.length, evicted: evicted.length };
    },
  };
}

/** A source may fail before it is read: reading it then gives the error. */
function ignore(): void {}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

async function fill(draft: Draft, chunks: Iterable<Buffer> | Readable, limit: number): Promise<StreamDigest> {
  const digester = createDigester();
  for await (const chunk of chunks) {
    digester.update(chunk);
    if (digester.size > limit) throw new ImgferryError('TOO_LARGE', { expected: limit });
    const writing = draft.add(chunk);
    if (writing) await writing;
  }
  return digester.finish();
}

const readAtOnce = 1024 * 1024;

/** Undefined where there is no such file. */
function digestOfFile(path: string): Digest | undefined {
  if (!existsSync(path)) return undefined; // the usual case, at a fraction of a failed open's cost
  const file = openSync(path, 'r');
  try {
    const digester = createDigester();
    const chunk = Buffer.allocUnsafe(readAtOnce);
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      digester.update(chunk.subarray(0, read));
    }
    return digester.finish().digest;
  } finally {
    closeSync(file);
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

interface FolderEntry {
  readonly name: string;
  readonly size: number;
  /** Epoch in ms. */
  readonly modified: number;
}

/** Empty where there is no folder yet; files that vanish meanwhile are left out. */
async function listFiles(folder: string): Promise<FolderEntry[]> {
  const files: FolderEntry[] = [];
  for (const name of await readdir(folder).catch(emptyIfAbsent)) {
    const found = await stat(join(folder, name)).catch(undefinedIfAbsent);
    if (found?.isFile()) files.push({ name, size: found.size, modified: found.mtimeMs });
  }
  return files;
}

function emptyIfAbsent(error: unknown): string[] {
  if (isAbsence(error)) return [];
  throw error;
}

function undefinedIfAbsent(error: unknown): undefined {
  if (isAbsence(error)) return undefined;
  throw error;
}

/** The oldest ones, so many that the rest fits; what is known in this run stays. */
function chooseEvicted<Entry extends FolderEntry & { readonly digest: Digest }>(
  contents: readonly Entry[],
  maxBytes: number,
  isKnown: (digest: Digest) => boolean,
): Entry[] {
  let total = contents.reduce((sum, { size }) => sum + size, 0);
  const evicted: Entry[] = [];
  for (const entry of contents.filter(({ digest }) => !isKnown(digest)).sort((a, b) => a.modified - b.modified)) {
    if (total <= maxBytes) break;
    total -= entry.size;
    evicted.push(entry);
  }
  return evicted;
}
