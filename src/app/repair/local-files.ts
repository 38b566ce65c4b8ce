import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { digestOf } from '../../lib/digest.js';
import { errnoOf } from '../../lib/files.js';
import { foldName } from '../../lib/fold-name.js';
import type { KnownBytes } from './known-bytes.js';

/** The files of the folders that a person named, to be found by their bytes. */
export interface LocalFiles {
  /** Absolute paths of files that have these bytes. Files of another size are not read. */
  withBytes(bytes: KnownBytes): Promise<readonly string[]>;
  /** Files of this name, whatever is in them. */
  named(name: string): readonly string[];
}

/**
 * Lists the folders, hidden ones of theirs and symbolic links left out.
 *
 * @param folders relative to `cwd`, or absolute
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export async function listLocalFiles(
  folders: readonly string[],
  { cwd, maxBytes }: { readonly cwd: string; readonly maxBytes: number },
): Promise<LocalFiles> {
  const paths = new Set<string>();
  for (const folder of folders) for (const path of await filesBelow(folder, cwd)) paths.add(path);
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = foldName(basename(path));
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  let sizes: Promise<ReadonlyMap<string, number>> | undefined;
  const digests = new Map<string, Promise<Digest | undefined>>();
  const digestAt = (path: string): Promise<Digest | undefined> => {
    const known = digests.get(path) ?? readDigest(path);
    digests.set(path, known);
    return known;
  };

  return {
    async withBytes({ digest, size }) {
      sizes ??= sizesOf(paths);
      const found: string[] = [];
      for (const [path, bytes] of await sizes) {
        if (bytes > maxBytes || (size !== undefined && bytes !== size)) continue;
        if ((await digestAt(path)) === digest) found.push(path);
      }
      return found;
    },
    named: (name) => byName.get(foldName(name)) ?? [],
  };
}

async function filesBelow(folder: string, cwd: string): Promise<readonly string[]> {
  const root = resolve(cwd, folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw new ImgferryError('PATH_NOT_FOUND', { path: folder, found: code }, { cause: error });
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](?:\.|node_modules[/\\])/.test(path.slice(root.length)))
    .sort();
}

async function sizesOf(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const path of paths) {
    const size = await stat(path).then(
      (stats) => stats.size,
      () => undefined, // gone since it was listed: it can be no copy
    );
    if (size !== undefined && size > 0) sizes.set(path, size);
  }
  return sizes;
}

async function readDigest(path: string): Promise<Digest | undefined> {
  try {
    return digestOf(await readFile(path));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined; // what may not be read proves nothing
  }
}
