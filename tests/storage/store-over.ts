import type { ObjectStore, StorageDriver } from '../../src/core/storage.js';
import { createObjectStore } from '../../src/storage/object-store.js';

type StoreOptions = Parameters<typeof createObjectStore>[1];

/** A store over a driver: three attempts without a pause. */
export const storeOver = (
  driver: StorageDriver,
  options: Pick<StoreOptions, 'id'> & Partial<StoreOptions>,
): ObjectStore =>
  createObjectStore(driver, {
    addresses: {
      prefixes: ['https://img.example.com/'],
      publicUrl: (key) => `https://img.example.com/${key}`,
      keyOf: () => undefined,
    },
    retry: { attempts: 3, delayFor: () => 0 },
    ...options,
  });
