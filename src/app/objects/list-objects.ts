import { ImgferryError } from '../../core/errors.js';
import type { ObjectEntry } from '../../core/object-entry.js';
import { asObjectKey, type ObjectKey } from '../../core/object-key.js';
import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import { retry } from '../../lib/retry.js';
import type { UseCaseContext } from '../context.js';
import { createKeyFilter } from '../path-filter.js';
import { findUses } from './find-uses.js';
import { openStoreAlone } from './open-store-alone.js';

export interface ListObjectsOptions {
  /** A store's name or address. */
  readonly store: string;
  /** What keys begin with; empty: all. */
  readonly prefix: string;
  /** Asks every object for its type and headers: a request each. */
  readonly withHeaders: boolean;
  /** Looks for the objects in the settings' `posts`. */
  readonly inPosts: boolean;
}

/**
 * The objects of a store, one by one as the store lists them: nothing is gathered but where posts name them.
 *
 * @throws ImgferryError what opening and listing a store throws: STORE_UNKNOWN, BUCKET_NOT_FOUND, STORE_ACCESS_DENIED, …
 */
export async function* listObjects(
  { store: name, prefix, withHeaders, inPosts }: ListObjectsOptions,
  context: UseCaseContext,
): AsyncGenerator<ObjectEntry> {
  const opened = await openStoreAlone(name, 'read', context);
  const { store } = opened;
  const { settings, signal } = context;
  const isIncluded = createKeyFilter(context);
  try {
    const uses = inPosts ? await findUses(opened, context) : undefined;
    const asked = async (info: ObjectInfo): Promise<ObjectEntry> => {
      const found = withHeaders ? ((await headIfKey(store, info, signal)) ?? info) : info;
      return entryOf(found, store, { withHeaders, places: uses && (uses.get(info.key) ?? []) });
    };
    yield* inOrder(listWanted(store, prefix, isIncluded, signal), asked, withHeaders ? settings.concurrency : 1);
  } finally {
    await opened.close();
  }
}

/**
 * One object, with its type and headers.
 *
 * @param key below the store's prefix, or one of the object's public addresses
 * @throws ImgferryError OBJECT_NOT_FOUND {store, key}, KEY_INVALID {store, key, found}
 */
export async function statObject(
  { store: name, key, inPosts }: { readonly store: string; readonly key: string; readonly inPosts: boolean },
  context: UseCaseContext,
): Promise<ObjectEntry> {
  const opened = await openStoreAlone(name, 'read', context);
  try {
    const { store } = opened;
    const named = store.keyOf(key);
    if (named === undefined && /^https?:\/\//i.test(key)) {
      throw new ImgferryError('OBJECT_NOT_FOUND', { store: name, key, hint: 'foreign' });
    }
    const info = await store.head(named ?? keyOf(key, name), context);
    if (!info) throw new ImgferryError('OBJECT_NOT_FOUND', { store: name, key, hint: 'look' });
    const uses = inPosts ? await findUses(opened, context) : undefined;
    return entryOf(info, store, { withHeaders: true, places: uses && (uses.get(info.key) ?? []) });
  } finally {
    await opened.close();
  }
}

function keyOf(text: string, store: string): ObjectKey {
  try {
    return asObjectKey(text);
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    throw new ImgferryError('KEY_INVALID', { ...error.facts, store, hint: 'look' }, { cause: error });
  }
}

async function* listWanted(
  store: ObjectStore,
  prefix: string,
  isWanted: (key: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<ObjectInfo> {
  for await (const info of store.driver.list(prefix, { signal })) if (isWanted(info.key)) yield info;
}

/** As it is named: a listing tells of keys that we would not make. */
function headIfKey(store: ObjectStore, { key }: ObjectInfo, signal: AbortSignal): Promise<ObjectInfo | undefined> {
  return retry(() => store.driver.head(key, { signal }), { attempts: 4, signal });
}

function entryOf(
  info: ObjectInfo,
  store: ObjectStore,
  { withHeaders, places }: { readonly withHeaders: boolean; readonly places: ObjectEntry['places'] },
): ObjectEntry {
  const { key, size, etag, contentType, storageClass, lastModified, headers } = info;
  const url = store.publicUrl(key);
  return {
    key,
    size,
    ...(contentType === undefined ? {} : { contentType }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(withHeaders ? { headers } : {}),
    ...(url === undefined ? {} : { url }),
    ...(places === undefined ? {} : { places }),
  };
}

/** Results in the order of their items, so many being made at once. */
async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  make: (item: Item) => Promise<Result>,
  atOnce: number,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      begun.push(make(item));
      if (begun.length < atOnce) continue;
      const first = begun.shift();
      if (first) yield await first;
    }
    for (let next = begun.shift(); next; next = begun.shift()) yield await next;
  } finally {
    await Promise.allSettled(begun);
  }
}
