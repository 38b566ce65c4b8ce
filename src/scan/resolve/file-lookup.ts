import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { foldName } from '../../lib/fold-name.js';

/**
 * Looks at files while addresses are resolved. Every answer is remembered for as long as the lookup lives, which is one
 * run: thousands of posts ask for the same few files.
 */
export interface FileLookup {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** Undefined where there is no such file that can be read. */
  readText(path: string): string | undefined;
  /**
   * Absolute paths of the files below a folder that have this name, without case and however its characters are
   * composed; sorted. Hidden and dependency folders are left out, symlinks not followed.
   */
  filesNamed(folder: string, name: string): readonly string[];
}

export function createFileLookup(): FileLookup {
  const kinds = new Map<string, 'file' | 'folder' | 'none'>();
  const isAbsent = createAbsence();
  const trees = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const kindOf = (path: string): 'file' | 'folder' | 'none' => {
    const known = kinds.get(path);
    if (known !== undefined) return known;
    const kind = isAbsent(path) ? 'none' : statKind(path);
    kinds.set(path, kind);
    return kind;
  };
  return {
    isFile: (path) => kindOf(path) === 'file',
    isFolder: (path) => kindOf(path) === 'folder',
    readText: (path) => (kindOf(path) === 'file' ? readTextFile(path) : undefined),
    filesNamed(folder, name) {
      const known = trees.get(folder) ?? indexByName(listTree(folder));
      trees.set(folder, known);
      return known.get(foldName(name)) ?? [];
    },
  };
}

/** Questions about one folder from which on listing it costs less than asking for each name. */
const worthListing = 4;

/**
 * Whether a path is surely absent, by the listing of its folder: a generator's files are looked for by many names in each
 * folder of a site, and nearly all of them are in none.
 */
function createAbsence(): (path: string) => boolean {
  const questions = new Map<string, number>();
  const listings = new Map<string, ReadonlySet<string> | undefined>();
  return (path) => {
    const folder = dirname(path);
    const listing = listings.get(folder);
    if (listing) return !listing.has(foldName(basename(path)));
    const count = (questions.get(folder) ?? 0) + 1;
    questions.set(folder, count);
    if (count === worthListing) listings.set(folder, listNames(folder));
    return false;
  };
}

/** Undefined where there is no listing, though what is in the folder may be reached (or its path leads through a file). */
function listNames(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(folder).map(foldName));
  } catch {
    return undefined;
  }
}

function indexByName(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const file of files) {
    const name = foldName(basename(file));
    const same = index.get(name);
    if (same) same.push(file);
    else index.set(name, [file]);
  }
  return index;
}

/** What can't be looked at (no permission, a name too long, a file where a folder should be) isn't there for us. */
function statKind(path: string): 'file' | 'folder' | 'none' {
  if (path.includes('\0')) return 'none';
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'none';
    return stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'none';
  } catch {
    return 'none';
  }
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    return undefined; // a site's configuration that we may not read decides nothing
  }
}

function listTree(root: string): readonly string[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readFolder(folder)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) walk(join(folder, entry.name));
      else if (entry.isFile()) files.push(join(folder, entry.name));
    }
  };
  walk(root);
  return files.sort();
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // no permission: its files can't be meant by an address that we could follow
  }
}
