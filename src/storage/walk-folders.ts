import { compareKeys } from '../core/object-key.js';
import type { ListOptions } from '../core/storage.js';

/** What stands in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * Walks a tree of folders so that whole keys come in the order of their UTF-8 bytes, as buckets list them: a folder sorts
 * as `name/`. Folders that hold nothing of what is asked for are not entered.
 *
 * @param entriesOf what stands in a folder, in any order; its path ends in `/`, the root's is empty
 */
export async function* walkFolders<Entry extends FolderEntry>(
  entriesOf: (folder: string) => Promise<readonly Entry[]>,
  prefix: string,
  { signal, after }: ListOptions,
  folder = '',
): AsyncGenerator<{ readonly key: string; readonly entry: Entry }> {
  for (const entry of inOrder(await entriesOf(folder))) {
    signal.throwIfAborted();
    const key = folder + entry.name;
    if (!entry.isFolder) {
      if (key.startsWith(prefix) && (after === undefined || compareKeys(key, after) > 0)) yield { key, entry };
      continue;
    }
    const inner = `${key}/`;
    const isOver = after !== undefined && !after.startsWith(inner) && compareKeys(inner, after) < 0;
    if (!isOver && (inner.startsWith(prefix) || prefix.startsWith(inner))) {
      yield* walkFolders(entriesOf, prefix, { signal, ...(after === undefined ? {} : { after }) }, inner);
    }
  }
}

const inOrder = <Entry extends FolderEntry>(entries: readonly Entry[]): readonly Entry[] =>
  [...entries].sort((one, other) => compareKeys(orderOf(one), orderOf(other)));

const orderOf = ({ name, isFolder }: FolderEntry): string => (isFolder ? `${name}/` : name);
