import { lstat, readdir, realpath, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { ImgferryError } from '../../../core/errors.js';
import { errnoOf, syncFolder } from '../../../lib/files.js';
import { makePath } from '../../../lib/make-path.js';
import { isAbsence } from './local-errors.js';
import type { TemporaryNames } from './temporary-names.js';

/** The folders of one store. */
export interface LocalFolders {
  /** Makes a folder durable before anything is put into it, and clears what dead processes left there. */
  prepare(path: string): Promise<void>;
  /** Whether a folder, symbolic links followed, lies in the store's. */
  holds(path: string): Promise<boolean>;
  /** Whether a path without symbolic links does. */
  contain(real: string): Promise<boolean>;
  /** Makes a folder's entries durable. */
  flush(path: string): Promise<void>;
  /** Clears what other machines left in the whole store in a run that is over. */
  sweepRun(run: string): Promise<void>;
}

export function createFolders(root: string, names: TemporaryNames, now: () => number): LocalFolders {
  const durable = new Map<string, Promise<void>>();
  const flushes = new Map<string, Flushing>();
  let realRoot: string | undefined;

  const holds = async (path: string): Promise<boolean> => contain(await realpath(path));

  async function contain(real: string): Promise<boolean> {
    realRoot ??= await realpath(root);
    return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep);
  }

  /** A flush that begins after an entry was made covers it, so those who wait share one. */
  function flush(path: string): Promise<void> {
    const flushing = flushes.get(path) ?? { running: undefined, waiting: undefined };
    flushes.set(path, flushing);
    flushing.waiting ??= (async () => {
      await flushing.running?.catch(() => undefined); // its callers have its error
      flushing.running = flushing.waiting;
      flushing.waiting = undefined;
      await syncFolder(path);
      if (!flushing.waiting) flushes.delete(path);
    })();
    return flushing.waiting;
  }

  /**
   * Each time, as a folder can be deleted in mid-run; nothing is made through a link that leads out.
   *
   * @returns the outermost folder that was made
   */
  async function makeInside(path: string): Promise<string | undefined> {
    if (await isThereInside(path)) return undefined;
    for (let above = dirname(path); above.length >= root.length; above = dirname(above)) {
      if (await isThereInside(above)) break;
    }
    return makePath(path);
  }

  /** @throws FOLDER_ESCAPED */
  async function isThereInside(path: string): Promise<boolean> {
    try {
      if (await holds(path)) return true;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
    throw new ImgferryError('FOLDER_ESCAPED', { path, expected: root });
  }

  /** Once a folder and process: others may have made it a moment ago, so what leads to it is flushed in any case. */
  async function makeDurable(path: string, first: string | undefined): Promise<void> {
    const last = first === undefined || first.length > root.length ? root : dirname(first);
    for (let made = path; made.length > last.length; made = dirname(made)) await flush(dirname(made));
    await sweep(path);
  }

  async function sweep(path: string): Promise<void> {
    for (const name of await readdir(path)) {
      if (!names.isTemporary(name)) continue;
      try {
        const { mtimeMs } = await lstat(join(path, name));
        if (names.isAbandoned(name, now() - mtimeMs)) await unlink(join(path, name));
      } catch (error) {
        if (!isAbsence(error)) throw error; // its owner is done with it, or another process swept it
      }
    }
  }

  async function sweepRun(run: string, folder = root): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isAbsence(error)) return [];
      throw error;
    });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        await sweepRun(run, path);
        if (entry.name.startsWith('.imgferry-')) await rmdir(path).catch(() => undefined); // it may be in use
      }
      if (entry.isFile() && names.isOfRun(entry.name, run)) await unlink(path).catch(unlessAbsent);
    }
  }

  return {
    holds,
    contain,
    flush,
    sweepRun,
    async prepare(path) {
      const first = await makeInside(path);
      const making = first === undefined ? durable.get(path) : undefined;
      const made = making ?? makeDurable(path, first);
      durable.set(path, made);
      try {
        await made;
      } catch (error) {
        durable.delete(path);
        throw error;
      }
    },
  };
}

function unlessAbsent(error: unknown): void {
  if (!isAbsence(error)) throw error;
}

interface Flushing {
  running: Promise<void> | undefined;
  waiting: Promise<void> | undefined;
}
