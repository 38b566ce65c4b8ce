import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { isStoreAddress } from '../../core/store-kind.js';
import type { Spool } from '../../lib/spool.js';
import { findChanges } from '../check/gather/changes.js';
import { openClient, openNamedStore, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { createKeyFilter, createPathFilter } from '../path-filter.js';
import { refuseMissingFolder, refuseMissingPlace } from '../refuse-missing-folder.js';
import { recordTarget } from '../target.js';
import type { ImagePlace } from './image-place.js';
import { openFilePlace } from './open-file-place.js';
import type { OptimizeOptions } from './optimize-options.js';
import { createStorePlace } from './store-place.js';

export interface PlaceTools {
  readonly ledger: Ledger;
  readonly spool: Spool;
}

/**
 * Opens what was asked for: all paths are one place, each store is one.
 *
 * @throws ImgferryError USAGE_INVALID where nothing was asked for, changes of a store, or folders of a queue
 */
export async function openPlaces(
  { places, changes, write, queue }: Pick<OptimizeOptions, 'places' | 'changes' | 'write' | 'queue'>,
  tools: PlaceTools,
  context: UseCaseContext,
): Promise<readonly ImagePlace[]> {
  const stores = places.filter((place) => isStore(place, context));
  const paths = places.filter((place) => !stores.includes(place)).map((path) => resolve(context.cwd, path));
  if (places.length === 0) {
    throw new ImgferryError('USAGE_INVALID', { expected: 'folder-or-store', found: 'nothing' });
  }
  if (stores.length > 0 && changes) {
    throw new ImgferryError('USAGE_INVALID', { option: '--changed', expected: 'folder', found: stores[0] });
  }
  if (paths.length > 0 && queue !== undefined) {
    const found = places.find((place) => !stores.includes(place));
    throw new ImgferryError('USAGE_INVALID', { option: '--queue', expected: ['file:DIR', 'STORE'], found });
  }
  const opened: ImagePlace[] = paths.length > 0 ? [await openFolders(paths, changes, tools, context)] : [];
  for (const store of stores) opened.push(await openStorePlace(store, write, tools, context));
  return opened;
}

/** A folder that is there is meant before a store of the same name. */
function isStore(place: string, { cwd, settings }: UseCaseContext): boolean {
  if (isStoreAddress(place)) return true;
  return !existsSync(resolve(cwd, place)) && Object.hasOwn(settings.stores, place);
}

async function openFolders(
  paths: readonly string[],
  changes: OptimizeOptions['changes'],
  { ledger }: PlaceTools,
  context: UseCaseContext,
): Promise<ImagePlace> {
  const isIncluded = createPathFilter(context);
  const changed = changes && (await findChanges({ kind: 'since', ...changes }, context)).files;
  const isWanted = (path: string): boolean => isIncluded(path) && (changed?.has(path) ?? true);
  return openFilePlace({ paths, isWanted }, ledger, context);
}

/** @throws ImgferryError STORE_UNKNOWN, STORE_INVALID, PATH_NOT_FOUND, CREDENTIALS_MISSING */
async function openStorePlace(
  name: string,
  write: boolean,
  { ledger, spool }: PlaceTools,
  context: UseCaseContext,
): Promise<ImagePlace> {
  const { settings, signal } = context;
  const { keepOriginals, maxBytes } = settings;
  const storeSettings = storeSettingsOf(name, { ...context, settings: { ...settings, to: name } });
  refuseMissingFolder(storeSettings, context);
  const client = openClient(context);
  const store = await openNamedStore(storeSettings, { ledger, client }, context);
  try {
    await refuseMissingPlace(store, { signal });
  } catch (error) {
    await store.close();
    await client.close();
    throw error;
  }
  if (write) recordTarget(ledger, store, storeSettings, { asked: name, publicUrl: settings.publicUrl });
  const place = createStorePlace({
    store,
    originals: keepOriginals === 'off' ? undefined : keepOriginals.replace(/\/+$/, ''),
    isWanted: createKeyFilter(context),
    spool,
    maxBytes,
    signal,
  });
  return {
    ...place,
    objects: { store, asked: name },
    async close() {
      await place.close();
      await client.close();
    },
  };
}
