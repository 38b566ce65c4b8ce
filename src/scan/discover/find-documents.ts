import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { ImgferryError } from '../../core/errors.js';
import { isDocumentName, isGeneratedFolder } from './document-names.js';
import { type IgnoreRules, rulesFor } from './ignore-rules.js';
import { type PathRoot, rootOf } from './path-roots.js';

export interface FindOptions {
  /** Absolute; paths and globs are relative to it. */
  readonly cwd: string;
  /** Globs as `.gitignore` has them; a document must match one. Undefined or empty: all. */
  readonly include?: readonly string[];
  /** Globs as `.gitignore` has them; what matches one is left out. */
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal;
  /** Told of folders that can't be read; without it they are thrown. */
  readonly onError?: (path: string, error: ImgferryError) => void;
}

/**
 * The Markdown and HTML documents at or below the paths, or that match them: absolute, in path order, each once. What
 * `.gitignore` leaves out and what generators wrote is no source, unless a path names it itself. Symlinks are followed,
 * each target once.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path, hint: `glob` where it is one}, DOCUMENT_UNREADABLE {path}
 */
export async function* findDocuments(paths: readonly string[], options: FindOptions): AsyncIterable<string> {
  const named = [...new Set(paths.map((path) => resolve(options.cwd, path)))];
  const roots = await Promise.all(named.map((path) => lookAt(path, options)));
  const walk: Walk = { options, isWanted: createFilter(options), seen: new Set() };
  for (const { path, isFolder, matches } of roots.sort((a, b) => compare(a.path, b.path))) {
    if (isFolder) yield* findBelow(path, await realpath(path), await rulesFor(path), walk);
    else
      for (const found of matches ?? [path]) {
        if (walk.isWanted(found) && isNew(walk, await realpath(found))) yield found;
      }
  }
}

/**
 * Whether `findDocuments` would give out a document, told from its path alone: at or below one of the paths, let through
 * by the globs, in no folder that a generator wrote. What git ignores is for who asks git to leave out.
 */
export function createDocumentFilter(paths: readonly string[], options: FindOptions): (path: string) => boolean {
  const isWanted = createFilter(options);
  const roots = paths.map((path) => rootOf(resolve(options.cwd, path)));
  return (path) => {
    if (!isDocumentName(path) || !isWanted(path)) return false;
    return roots.some((root) => {
      if (root.matches && !root.matches(path)) return false;
      return path === root.path || (isInside(root.path, path) && !isGenerated(relative(root.path, path)));
    });
  };
}

const isInside = (root: string, path: string): boolean => path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);

function isGenerated(path: string): boolean {
  const folders = path.split(sep).slice(0, -1);
  return folders.some((folder, index) => isGeneratedFolder(folder, folders[index - 1] ?? ''));
}

interface Walk {
  readonly options: FindOptions;
  readonly isWanted: (path: string) => boolean;
  /** Real paths that were given out or walked. */
  readonly seen: Set<string>;
}

interface Root {
  readonly path: string;
  readonly isFolder: boolean;
  /** Of a glob. */
  readonly matches?: readonly string[];
}

async function lookAt(path: string, options: FindOptions): Promise<Root> {
  const root = rootOf(path);
  if (root.matches) return { path: root.path, isFolder: false, matches: await findMatches(path, root, options) };
  try {
    return { path, isFolder: (await stat(path)).isDirectory() };
  } catch (cause) {
    throw new ImgferryError('PATH_NOT_FOUND', { path }, { cause });
  }
}

async function findMatches(glob: string, { path, matches }: PathRoot, options: FindOptions): Promise<string[]> {
  const found: string[] = [];
  if ((await stat(path).catch(() => undefined))?.isDirectory()) {
    const walk: Walk = { options, isWanted: (document) => matches?.(document) ?? true, seen: new Set() };
    for await (const document of findBelow(path, await realpath(path), await rulesFor(path), walk))
      found.push(document);
  }
  if (found.length === 0) throw new ImgferryError('PATH_NOT_FOUND', { path: glob, hint: 'glob' });
  return found;
}

/** Whether a path is one that the globs let through. */
export function createFilter({
  cwd,
  include = [],
  exclude = [],
}: Pick<FindOptions, 'cwd' | 'include' | 'exclude'>): (path: string) => boolean {
  const included = ignore().add([...include]);
  const excluded = ignore().add([...exclude]);
  return (path) => {
    const inCwd = relative(cwd, path)
      .split(sep)
      .join('/')
      .replace(/^(?:\.\.\/)+/, '');
    return inCwd === '' || ((include.length === 0 || included.ignores(inCwd)) && !excluded.ignores(inCwd));
  };
}

function isNew({ seen }: Walk, real: string): boolean {
  if (seen.has(real)) return false;
  seen.add(real);
  return true;
}

async function* findBelow(folder: string, real: string, above: IgnoreRules, walk: Walk): AsyncIterable<string> {
  walk.options.signal?.throwIfAborted();
  if (!isNew(walk, real)) return;
  const prefix = folder.endsWith(sep) ? folder : `${folder}${sep}`;
  const entries = await readEntries(folder, real, walk);
  const rules = entries.some(({ name }) => name === '.gitignore') ? await above.within(folder) : above;
  for (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    if (rules.ignores(path, entry.isFolder)) continue;
    if (entry.isFolder) {
      if (!isGeneratedFolder(entry.name, basename(folder))) yield* findBelow(path, entry.real, rules, walk);
    } else if (isDocumentName(entry.name) && walk.isWanted(path) && isNew(walk, entry.real)) {
      yield path;
    }
  }
}

interface Entry {
  readonly name: string;
  readonly real: string;
  readonly isFolder: boolean;
}

/** In the order that the whole paths have as strings: a folder counts with its slash. */
async function readEntries(folder: string, real: string, walk: Walk): Promise<readonly Entry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const followed: (Entry | undefined)[] = [];
    for (const entry of entries) {
      if (entry.isSymbolicLink()) followed.push(await followLink(folder, entry.name));
      else if (entry.isDirectory() || entry.isFile()) {
        followed.push({ name: entry.name, real: `${real}${sep}${entry.name}`, isFolder: entry.isDirectory() });
      }
    }
    const sortKey = ({ name, isFolder }: Entry): string => (isFolder ? `${name}/` : name);
    return followed.filter((entry) => entry !== undefined).sort((a, b) => compare(sortKey(a), sortKey(b)));
  } catch (cause) {
    const error = new ImgferryError('DOCUMENT_UNREADABLE', { path: folder }, { cause });
    if (!walk.options.onError) throw error;
    walk.options.onError(folder, error);
    return [];
  }
}

/** Undefined where the link leads nowhere: there is no document. */
async function followLink(folder: string, name: string): Promise<Entry | undefined> {
  try {
    const real = await realpath(join(folder, name));
    const stats = await stat(real);
    if (stats.isDirectory()) return { name, real, isFolder: true };
    return stats.isFile() ? { name, real, isFolder: false } : undefined;
  } catch {
    return undefined;
  }
}

/** By code unit, not by locale: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
