import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeKey } from '../../../src/core/object-key.js';
import type { StorageDriver } from '../../../src/core/storage.js';
import { createLocalDriver } from '../../../src/storage/drivers/local/local-driver.js';
import { listTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { StorageFixture } from './storage-contract.js';

/** The local driver over a folder that is not there yet. */
export async function openLocalStore(): Promise<StorageFixture> {
  const folder = join(await temporaryFolder(), 'images');
  const publicBase = 'https://blog.example.com/images/';
  const open = (): StorageDriver =>
    createLocalDriver({ folder, publicUrl: (key) => `${publicBase}${encodeKey(key)}`, now: Date.now });
  const driver = open();
  return {
    driver,
    publicBase,
    keepsHeaders: false,
    longestKey: 1023,
    reopen: async () => open(),
    async readRaw(key) {
      return (await listTree(folder)).includes(key) ? readFile(join(folder, key)) : undefined;
    },
    async writeRaw(key, bytes) {
      await mkdir(dirname(join(folder, key)), { recursive: true });
      await writeFile(join(folder, key), bytes);
    },
    rawNames: () => listTree(folder),
    close: () => driver.close(),
  };
}
