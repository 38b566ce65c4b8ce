import type { ObjectInfo } from '../../core/storage.js';
import type { ObjectTotals, StoreSummary } from '../../core/store-summary.js';
import type { UseCaseContext } from '../context.js';
import { findUses } from './find-uses.js';
import { openStoreAlone } from './open-store-alone.js';

/**
 * Counts what is in a store, by its listing alone: a request a page, and no object is held.
 *
 * @throws ImgferryError what opening and listing a store throws: STORE_UNKNOWN, BUCKET_NOT_FOUND, STORE_ACCESS_DENIED, …
 */
export async function summarizeStore(
  { store: name, inPosts }: { readonly store: string; readonly inPosts: boolean },
  context: UseCaseContext,
): Promise<StoreSummary> {
  const opened = await openStoreAlone(name, 'read', context);
  const { store } = opened;
  try {
    const uses = inPosts ? await findUses(opened, context) : undefined;
    const [all, used] = [createTotals(), createTotals()];
    const [endings, classes] = [createGroups(), createGroups()];
    let lastModified: number | undefined;
    for await (const info of store.list('', { signal: context.signal })) {
      all.add(info);
      endings.add(endingOf(info.key), info);
      if (info.storageClass !== undefined) classes.add(info.storageClass, info);
      if (uses?.has(info.key)) used.add(info);
      if (info.lastModified !== undefined) lastModified = Math.max(lastModified ?? 0, info.lastModified);
    }
    return {
      store: store.id,
      addresses: store.addresses,
      all: all.end(),
      endings: endings.end(),
      classes: classes.end(),
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(uses ? { used: used.end() } : {}),
    };
  } finally {
    await opened.close();
  }
}

const endingOf = (key: string): string => /[^/]\.([A-Za-z0-9]{1,10})$/.exec(key)?.[1]?.toLowerCase() ?? '';

interface Totals {
  add(object: Pick<ObjectInfo, 'size'>): void;
  end(): ObjectTotals;
}

function createTotals(): Totals {
  let [objects, bytes] = [0, 0];
  return {
    add({ size }) {
      objects += 1;
      bytes += size;
    },
    end: () => ({ objects, bytes }),
  };
}

/** Totals by name. */
function createGroups() {
  const groups = new Map<string, Totals>();
  return {
    add(name: string, object: Pick<ObjectInfo, 'size'>): void {
      const totals = groups.get(name) ?? createTotals();
      groups.set(name, totals);
      totals.add(object);
    },
    /** Most bytes first. */
    end(): ReadonlyMap<string, ObjectTotals> {
      const ended = [...groups].map(([name, totals]): [string, ObjectTotals] => [name, totals.end()]);
      return new Map(ended.sort(([, one], [, other]) => other.bytes - one.bytes));
    },
  };
}
