import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import { type IgnoreRules, rulesFor } from '../../scan/discover/ignore-rules.js';

/** A folder's files; names alone, in the order of code units. */
export interface ListedFolder {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Files that are asked for. */
  readonly files: readonly string[];
  /** Files and links, asked for or not: names that are taken. */
  readonly taken: readonly string[];
  readonly links: readonly string[];
}

export interface ListOptions {
  /** Absolute; not looked into. */
  readonly except: readonly string[];
  readonly signal: AbortSignal;
  /** Told of folders that can't be read; they are left out. */
  readonly onError: (path: string, error: ImgferryError) => void;
}

/**
 * The folders at and below the paths, each once. What git ignores is left out unless a path names it itself; symbolic
 * links are told and not followed.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export async function* listFolders(paths: readonly string[], options: ListOptions): AsyncGenerator<ListedFolder> {
  const seen = new Set<string>();
  for (const path of paths) {
    const real = await realpath(path).catch((cause: unknown) => {
      throw new ImgferryError('PATH_NOT_FOUND', { path }, { cause });
    });
    if ((await stat(real)).isDirectory()) yield* listBelow(real, await rulesFor(real), seen, options);
    else yield listFile(real, await namesIn(dirname(real), options));
  }
}

async function* listBelow(
  path: string,
  above: IgnoreRules,
  seen: Set<string>,
  options: ListOptions,
): AsyncGenerator<ListedFolder> {
  options.signal.throwIfAborted();
  if (seen.has(path) || options.except.includes(path)) return;
  seen.add(path);
  const entries = await namesIn(path, options);
  const rules = entries.some(({ name }) => name === '.gitignore') ? await above.within(path) : above;
  const wanted = entries.filter((entry) => !rules.ignores(join(path, entry.name), entry.isDirectory()));
  yield {
    path,
    files: namesOf(wanted, (entry) => entry.isFile()),
    taken: namesOf(entries, (entry) => !entry.isDirectory()),
    links: namesOf(entries, (entry) => entry.isSymbolicLink()),
  };
  for (const entry of wanted) {
    if (entry.isDirectory() && !toolFolders.has(entry.name)) {
      yield* listBelow(`${path === sep ? '' : path}${sep}${entry.name}`, rules, seen, options);
    }
  }
}

/** What tools bring or keep for themselves. */
const toolFolders = new Set(['node_modules', '.git', '.imgferry']);

function listFile(path: string, entries: readonly Dirent[]): ListedFolder {
  const taken = namesOf(entries, (entry) => !entry.isDirectory());
  return { path: dirname(path), files: [basename(path)], taken, links: [] };
}

const namesOf = (entries: readonly Dirent[], isWanted: (entry: Dirent) => boolean): readonly string[] =>
  entries.filter(isWanted).map(({ name }) => name);

async function namesIn(path: string, { onError }: ListOptions): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    onError(path, new ImgferryError('FILE_UNREADABLE', { path, reason }, { cause }));
    return [];
  }
}
