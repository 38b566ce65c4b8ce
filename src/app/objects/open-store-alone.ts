import type { Ledger } from '../../core/ledger.js';
import type { ObjectStore } from '../../core/storage.js';
import type { HttpClient } from '../../net/http-client.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import { openClient, openLedgerOf, openNamedStore, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { refuseMissingFolder, refuseMissingPlace } from '../refuse-missing-folder.js';

/** One store, and what was opened with it. */
export interface OpenedStore {
  readonly store: ObjectStore;
  readonly settings: StoreSettings;
  readonly ledger: Ledger;
  readonly client: HttpClient;
  close(): Promise<void>;
}

/**
 * Opens a store by its name or address, to look at what is in it or to tend it.
 *
 * @param access to the ledger; `read` makes no file
 * @throws ImgferryError STORE_UNKNOWN, STORE_INVALID, PATH_NOT_FOUND for a folder that isn't there
 */
export async function openStoreAlone(
  name: string,
  access: 'read' | 'write',
  context: UseCaseContext,
): Promise<OpenedStore> {
  const settings = storeSettingsOf(name, { ...context, settings: { ...context.settings, to: name } });
  refuseMissingFolder(settings, context);
  const client = openClient(context);
  const ledger = await openLedgerOf(context, access);
  const store = await openNamedStore(settings, { ledger, client }, context);
  const opened: OpenedStore = {
    store,
    settings,
    ledger,
    client,
    async close() {
      await store.close();
      await client.close();
      ledger.close();
    },
  };
  try {
    await refuseMissingPlace(store, context);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
