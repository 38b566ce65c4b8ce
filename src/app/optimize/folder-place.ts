import type { BigIntStats } from 'node:fs';
import { lstat, readFile, realpath, rename } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { Ledger } from '../../core/ledger.js';
import type { StandingReason } from '../../core/replacement.js';
import { readLocalFile } from '../../fetch/read-local-file.js';
import { createFile } from '../../lib/create-file.js';
import { errnoOf, fileError, replaceFile, syncFolder } from '../../lib/files.js';
import { foldName } from '../../lib/fold-name.js';
import { keepUnder, moveFile, unlinkIfThere } from '../../lib/place-file.js';
import { asIdentity, displayPath } from '../image-identity.js';
import { type ListedFolder, listFolders } from './find-image-files.js';
import type { FindOptions, ImagePlace, NewBytes, StandingImage } from './image-place.js';

export interface FolderPlaceOptions {
  /** Absolute paths of folders and files; none: only names are worked on. */
  readonly paths: readonly string[];
  /** Absolute folder that originals are kept in; undefined: they are not kept. */
  readonly originals: string | undefined;
  readonly isWanted: (path: string) => boolean;
  readonly cwd: string;
  readonly ledger: Pick<Ledger, 'root' | 'rememberTemporary' | 'forgetTemporary'>;
  /** Larger files are not read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Images that are files; their names are paths from the ledger's folder, with `/`. */
export function createFolderPlace(options: FolderPlaceOptions): ImagePlace {
  const { ledger, cwd, signal, originals, maxBytes } = options;
  const nameOf = (path: string): string => relative(ledger.root, path).split(sep).join('/');
  const pathOf = (name: string): string => resolve(ledger.root, name);

  /** A temporary file is known before it is there, so that a run after a kill can sweep it. */
  async function withTemporary<Result>(
    work: (onTemporary: (path: string) => void) => Promise<Result>,
  ): Promise<Result> {
    const made: string[] = [];
    const result = await work((path) => {
      made.push(path);
      ledger.rememberTemporary(path);
    });
    for (const path of made) ledger.forgetTemporary(path);
    return result;
  }

  return {
    originals: originals === undefined ? undefined : displayPath(originals, cwd),
    fetch: {
      name: 'fetch',
      fingerprint: 'file',
      run: ({ name }, call) => readLocalFile(pathOf(name), { maxBytes, ...call }),
    },
    find: (call) => findImages(options, call, nameOf),
    nameAt: () => undefined,
    shown: (name) => displayPath(pathOf(name), cwd),
    originalOf(name, run) {
      if (originals === undefined) return undefined;
      return nameOf(join(originals, run, ...name.split('/').map((part) => (part === '..' ? '_' : part))));
    },
    async digestAt(name) {
      try {
        return (await readLocalFile(pathOf(name), { maxBytes: Number.POSITIVE_INFINITY, signal })).digest;
      } catch (error) {
        if (error instanceof ImgferryError && error.code === 'FILE_MISSING') return undefined;
        throw error;
      }
    },
    async replace({ name, stamp }, { content }, original) {
      const path = pathOf(name);
      const beforeRename = async (): Promise<void> => {
        await refuseChanged(path, stamp);
        if (original !== undefined) await keepUnder(pathOf(original), path);
      };
      await withTemporary((onTemporary) => replaceFile(path, content, { onTemporary, beforeRename, denied }));
    },
    async add(name, { content }: NewBytes, image) {
      const like = pathOf(image.name);
      await refuseChanged(like, image.stamp);
      return withTemporary((onTemporary) => createFile(pathOf(name), content, { like, onTemporary, denied }));
    },
    async retire({ name, stamp }, original) {
      const path = pathOf(name);
      await told(path, async () => {
        await refuseChanged(path, stamp);
        if (original === undefined) await unlinkIfThere(path);
        else await moveFile(path, pathOf(original));
        await syncFolder(dirname(path));
      });
    },
    async restore(name, original) {
      const path = pathOf(name);
      await told(path, () => moveOver(pathOf(original), path, withTemporary));
    },
    async remove(name) {
      const path = pathOf(name);
      await told(path, async () => {
        await unlinkIfThere(path);
        await syncFolder(dirname(path));
      });
    },
    close: async () => undefined,
  };
}

const denied = 'FILE_NOT_WRITABLE';

async function told(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw fileError(error, { path, denied });
  }
}

async function refuseChanged(path: string, stamp: string): Promise<void> {
  const stats = await lstat(path, { bigint: true }).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  const found = stats ? stampOf(stats) : 'missing';
  if (found !== stamp) throw new ImgferryError('FILE_CHANGED', { path, expected: stamp, found });
}

/** A rename within a file system, else a copy beside the file and then the rename. */
async function moveOver(
  from: string,
  to: string,
  withTemporary: <Result>(work: (onTemporary: (path: string) => void) => Promise<Result>) => Promise<Result>,
): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    const bytes = await readFile(from);
    await withTemporary((onTemporary) => replaceFile(to, bytes, { onTemporary, denied }));
    await unlinkIfThere(from);
  }
  await syncFolder(dirname(to));
}

/** What tells whether a file is still the one that was looked at; a second name changes it too. */
const stampOf = ({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string =>
  [dev, ino, size, mtimeNs, ctimeNs].map((part) => part.toString(36)).join('-');

async function* findImages(
  options: FolderPlaceOptions,
  { onUnreadable }: FindOptions,
  nameOf: (path: string) => string,
): AsyncGenerator<StandingImage> {
  const { paths, isWanted, cwd, originals, signal } = options;
  const list = { except: originals === undefined ? [] : [originals], signal };
  const linked = await findLinked(paths, { ...list, onError: () => undefined }); // told below
  const onError = (path: string, error: ImgferryError): void => onUnreadable(displayPath(path, cwd), error);
  for await (const folder of listFolders(paths, { ...list, onError })) {
    const stems = countStems(folder);
    for (const file of folder.files) {
      const path = join(folder.path, file);
      if (!hasImageExtension(file) || !isWanted(path)) continue;
      const stats = await statOf(path);
      if (!stats) continue;
      const hindrance = hindranceOf(stats);
      const isTwin = (stems.get(stemOf(file)) ?? 0) > 1;
      const tied = linked.has(path) ? 'linked-to' : isTwin ? 'name-taken' : undefined;
      yield {
        asset: assetAt(path, cwd),
        name: nameOf(path),
        size: Number(stats.size),
        stamp: stampOf(stats),
        ...(hindrance === undefined ? {} : { hindrance }),
        ...(tied === undefined ? {} : { tied }),
      };
    }
  }
}

const assetAt = (path: string, cwd: string): StandingImage['asset'] => ({
  identity: asIdentity(`file:${path}`),
  url: displayPath(path, cwd),
  source: { kind: 'file', path },
  naming: { name: basename(path, extname(path)), post: '', date: 0 },
});

/** What symbolic links in the folders lead to: a file whose name must stay. */
async function findLinked(
  paths: readonly string[],
  list: Parameters<typeof listFolders>[1],
): Promise<ReadonlySet<string>> {
  const linked = new Set<string>();
  for await (const { path, links } of listFolders(paths, list)) {
    for (const link of links) {
      const target = await realpath(join(path, link)).catch(() => undefined); // leads nowhere
      if (target !== undefined) linked.add(target);
    }
  }
  return linked;
}

/** Images of one folder that would get the same name in another format; case is no difference on every disk. */
function countStems({ taken }: ListedFolder): ReadonlyMap<string, number> {
  const stems = new Map<string, number>();
  for (const name of taken) {
    if (hasImageExtension(name)) stems.set(stemOf(name), (stems.get(stemOf(name)) ?? 0) + 1);
  }
  return stems;
}

const stemOf = (name: string): string => foldName(basename(name, extname(name)));

/** Undefined for what vanished since. */
async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? stats : undefined;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

function hindranceOf({ nlink, mode }: BigIntStats): StandingReason | undefined {
  if (nlink > 1n) return 'hard-linked';
  return (mode & 0o222n) === 0n ? 'read-only' : undefined;
}
