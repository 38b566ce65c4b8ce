import { relative, resolve, sep } from 'node:path';
import { invalidStore, normalizePublicBase } from '../../address-parts.js';
import type { StoreKind } from '../../store-kind.js';
import type { FileStoreSettings } from '../../store-settings.js';

/** A folder: `file:DIR`. */
export const fileKind: StoreKind<FileStoreSettings> = {
  // A folder's name may hold a question mark; `file:///srv/images` has its path after an empty host.
  readAddress: ({ rest }) => ({ dir: rest.replace(/^\/\//, '') }),

  parse(name, config) {
    if (!config.dir) throw invalidStore(name, 'dir', '', ['file:DIR']);
    return {
      kind: 'file',
      name,
      folder: config.dir,
      publicUrl: config.publicUrl === undefined ? undefined : normalizePublicBase(name, 'publicUrl', config.publicUrl),
      addresses: (config.addresses ?? []).map((address) => normalizePublicBase(name, 'addresses', address)),
      headers: config.headers ?? {},
    };
  },

  idOf: ({ folder }, { cwd, root }) => `file:${relative(root, resolve(cwd, folder)).split(sep).join('/') || '.'}`,
  prefixOf: () => '',
  basesOf: () => [],
  accountOf: () => undefined,

  async open({ folder }, { cwd, now, run, publicUrl }) {
    const { createLocalDriver } = await import('./local-driver.js');
    return createLocalDriver({ folder: resolve(cwd, folder), publicUrl, now, run });
  },
};
