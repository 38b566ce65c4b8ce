import { closeSync, createReadStream, fstatSync, lstatSync, type Stats } from 'node:fs';
import { lstat, readdir, realpath, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { ListOptions, ObjectInfo, OpenedObject, OpenOptions, StorageDriver } from '../../../core/storage.js';
import { listedKey } from '../../listed-key.js';
import { type FolderEntry, walkFolders } from '../../walk-folders.js';
import { inspectFolder } from './inspect-folder.js';
import { isAbsence, localError } from './local-errors.js';
import { createFolders } from './local-folders.js';
import { type OpenFile, openFile, readOpen } from './open-file.js';
import { etagOf, putFile } from './put-file.js';
import { createTemporaryNames } from './temporary-names.js';

export interface LocalDriverOptions {
  /** Absolute; made by the first put. It may itself be a symbolic link. */
  readonly folder: string;
  readonly publicUrl: (key: ObjectKey) => string | undefined;
  readonly now: () => number;
  /** The run whose images this machine brings for another one. */
  readonly run?: string | undefined;
}

/**
 * Objects as files below a folder. A put is a temporary file in the object's own folder, flushed, then linked into
 * place (which never overwrites), the folder flushed. A file system keeps bytes and nothing else: headers are dropped,
 * `head` gives no checksum and no type. What leads out of the folder by a symbolic link is refused (FOLDER_ESCAPED).
 */
export function createLocalDriver({ folder, publicUrl, now, run }: LocalDriverOptions): StorageDriver {
  const names = createTemporaryNames(run);
  const folders = createFolders(folder, names, now);

  async function refuseEscape(path: string): Promise<void> {
    if (!(await folders.holds(dirname(path)))) throw new ImgferryError('FOLDER_ESCAPED', { path, expected: folder });
  }

  /** A file that lies elsewhere is let go of. */
  async function isOurs({ descriptor, path }: OpenFile): Promise<boolean> {
    if (await folders.contain(path)) return true;
    closeSync(descriptor);
    throw new ImgferryError('FOLDER_ESCAPED', { path, expected: folder });
  }

  /** The file behind a path of the store, symbolic links followed; a folder is no object. Throws system errors. */
  async function findFile(path: string): Promise<FoundFile | undefined> {
    const named = await lstat(path);
    const target = named.isSymbolicLink() ? await realpath(path) : path;
    await refuseEscape(target);
    const stats = target === path ? named : await lstat(target);
    return stats.isFile() ? { path: target, stats } : undefined;
  }

  async function findObject(key: ObjectKey): Promise<FoundFile | undefined> {
    const path = pathOf(folder, key);
    try {
      return await findFile(path);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw localError(error, path, 'read');
    }
  }

  /** Folders behind symbolic links are not entered: they could be rings. */
  async function* listFiles(prefix: string, options: ListOptions): AsyncGenerator<ObjectInfo> {
    const entriesOf = (at: string) => readFolder(join(folder, at));
    let looked = 0;
    for await (const { key, entry } of walkFolders(entriesOf, prefix, options)) {
      if (names.isTemporary(entry.name)) continue;
      looked += 1;
      if (looked % lookedInOneGo === 0) await setImmediate();
      const found = await findListed(join(folder, key), entry.isLink);
      if (found) yield infoOf(listedKey(key), found);
    }
  }

  /** A file's facts; undefined for links that lead out or to no file, and for what was deleted since. */
  async function findListed(path: string, isLink: boolean): Promise<Stats | undefined> {
    try {
      return isLink ? (await findFile(path))?.stats : lstatSync(path);
    } catch (error) {
      const isOutside = error instanceof ImgferryError && error.code === 'FOLDER_ESCAPED';
      if (isOutside || isAbsence(error)) return undefined;
      throw error;
    }
  }

  return {
    features: { conditionalPut: true, checksum: undefined },

    preflight: () => inspectFolder(folder),

    async head(key) {
      const found = await findObject(key);
      return found && infoOf(key, found.stats);
    },

    async open(key, options) {
      const path = pathOf(folder, key);
      options.signal.throwIfAborted();
      try {
        const file = await openFile(path);
        if (file && (await isOurs(file))) return await openedObject(key, file, options);
      } catch (error) {
        if (!isAbsence(error)) throw localError(error, path, 'read');
      }
      throw new ImgferryError('OBJECT_NOT_FOUND', { key, path });
    },

    async put(key, body, options) {
      const path = pathOf(folder, key);
      options.signal.throwIfAborted();
      try {
        await folders.prepare(dirname(path));
        const stats = await putFile(path, body, { ...options, key, temporary: names.next(dirname(path)), folders });
        return infoOf(key, stats);
      } catch (error) {
        options.signal.throwIfAborted();
        throw localError(error, path, 'write');
      }
    },

    async delete(key) {
      const path = pathOf(folder, key);
      try {
        await refuseEscape(path);
        await unlink(path);
        await folders.flush(dirname(path));
      } catch (error) {
        if (!isAbsence(error)) throw localError(error, path, 'write');
      }
    },

    async *list(prefix, call) {
      try {
        yield* listFiles(prefix, call);
      } catch (error) {
        call.signal.throwIfAborted();
        throw localError(error, folder, 'read');
      }
    },

    publicUrl,
    sweepRun: (of) => folders.sweepRun(of),
    close: async () => undefined,
  };
}

const pathOf = (folder: string, key: ObjectKey): string => join(folder, ...key.split('/'));

interface FoundFile {
  readonly path: string;
  readonly stats: Stats;
}

const infoOf = (key: ObjectKey, stats: Stats): ObjectInfo => ({
  key,
  size: stats.size,
  etag: etagOf(stats),
  lastModified: Math.round(stats.mtimeMs),
  headers: {},
});

/** To ask a thread for each file's facts takes ten times as long as to look; signals get their turn in between. */
const lookedInOneGo = 32;

/** Longer files are read while they are used. */
const readAtOnce = 2 ** 20; // bytes

/** What was opened is let go of here, or by the stream at its end. */
async function openedObject(key: ObjectKey, file: OpenFile, { signal, ifMatch }: OpenOptions): Promise<OpenedObject> {
  const { descriptor, stats } = file;
  const info = infoOf(key, stats);
  const isWanted = ifMatch === undefined || info.etag === ifMatch;
  if (isWanted && stats.size > readAtOnce) {
    return { info, stream: createReadStream('', { fd: descriptor, signal }), canChange: true };
  }
  try {
    if (!isWanted) throw changed(key, ifMatch, info);
    const content = await readOpen(file);
    const now = infoOf(key, fstatSync(descriptor));
    if (now.etag !== info.etag) throw changed(key, info.etag, now);
    return { info, stream: streamOf(content) };
  } finally {
    closeSync(descriptor);
  }
}

const changed = (key: ObjectKey, expected: string | undefined, { etag }: ObjectInfo): ImgferryError =>
  new ImgferryError('SOURCE_CHANGED', { key, hint: 'object', expected, found: etag });

function streamOf(content: Buffer): Readable {
  const stream = new Readable({ read: () => undefined });
  if (content.length > 0) stream.push(content);
  stream.push(null);
  return stream;
}

interface LocalEntry extends FolderEntry {
  readonly isLink: boolean;
}

async function readFolder(path: string): Promise<readonly LocalEntry[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (isAbsence(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink()) // sockets and the like are no objects
    .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory(), isLink: entry.isSymbolicLink() }));
}
