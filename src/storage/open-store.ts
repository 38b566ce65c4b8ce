import type { UploadLedger } from '../core/ledger.js';
import type { ObjectStore } from '../core/storage.js';
import type { RetryOptions } from '../lib/retry.js';
import { deriveAddresses } from './addresses.js';
import { createObjectStore } from './object-store.js';
import type { OpenDriverOptions } from './store-kind.js';
import { kindOf } from './store-kinds.js';
import type { StoreSettings } from './store-settings.js';

export interface OpenStoreOptions extends OpenDriverOptions {
  readonly retry: Omit<RetryOptions, 'signal'>;
  /** Remembers uploads in parts; undefined: none is gone on with. */
  readonly uploads?: UploadLedger;
}

/**
 * Opens a store. Only the driver that is asked for is loaded; nothing is sent, written or looked for yet: keys are
 * found with the first request, so that a plan needs none.
 */
export async function openStore(settings: StoreSettings, options: OpenStoreOptions): Promise<ObjectStore> {
  const addresses = deriveAddresses(settings);
  const driver = await kindOf(settings).open(settings, { ...options, publicUrl: addresses.publicUrl });
  const id = storeId(settings, options);
  const { retry, uploads } = options;
  const tools = { id, addresses, retry, headers: settings.headers, ...(uploads === undefined ? {} : { uploads }) };
  return createObjectStore(driver, tools);
}

/** Kind and place: two names of one place have one id. */
export const storeId = (settings: StoreSettings, places: Pick<OpenStoreOptions, 'cwd' | 'root'>): string =>
  kindOf(settings).idOf(settings, places);
