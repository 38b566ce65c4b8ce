import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { foldName } from './fold-name.js';

/** How the names on the disk spell a path. */
export type Spelling =
  | { readonly kind: 'exact' }
  /** The same but for case: there on some systems, and on others not. */
  | { readonly kind: 'other-case'; readonly path: string }
  /** The same characters composed otherwise (NFC, NFD): there on macOS, and on others not. */
  | { readonly kind: 'other-composition'; readonly path: string }
  /** Whatever else is in the folder where it should be. */
  | { readonly kind: 'absent'; readonly siblings: readonly string[] };

/**
 * Compares paths with the names that their folders list, part by part: what a system says that ignores case holds
 * nowhere else. Folders are listed once for as long as this lives.
 *
 * @param root absolute; the names that lead to it are believed
 */
export function createSpeller(root: string): (path: string) => Spelling {
  const listings = new Map<string, Listing>();
  const listingOf = (folder: string): Listing => {
    const listing = listings.get(folder) ?? listFolder(folder);
    listings.set(folder, listing);
    return listing;
  };

  /** The path with the names that stand on the disk; undefined where there is nothing. */
  const onDisk = (path: string): string | undefined => {
    const parent = dirname(path);
    if (path === root || parent === path) return path;
    const folder = onDisk(parent);
    if (folder === undefined) return undefined;
    const name = listingOf(folder).find(basename(path));
    return name === undefined ? undefined : join(folder, name);
  };

  return (path) => {
    const found = onDisk(path);
    if (found === path) return { kind: 'exact' };
    if (found !== undefined) {
      const isComposed = found.normalize('NFC') === path.normalize('NFC');
      return { kind: isComposed ? 'other-composition' : 'other-case', path: found };
    }
    const folder = onDisk(dirname(path));
    return { kind: 'absent', siblings: folder === undefined ? [] : listingOf(folder).names };
  };
}

interface Listing {
  readonly names: readonly string[];
  /** The name itself, else the one that differs by case alone. */
  find(name: string): string | undefined;
}

function listFolder(folder: string): Listing {
  try {
    const names = readdirSync(folder);
    const exact = new Set(names);
    const folded = new Map(names.map((name) => [foldName(name), name]));
    return { names, find: (name) => (exact.has(name) ? name : folded.get(foldName(name))) };
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EACCES';
    return { names: [], find: (name) => (isThere ? name : undefined) }; // what may not be listed is believed
  }
}
