import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { StorageDriver } from '../../../src/core/storage.js';
import { createHttpClient } from '../../../src/net/http-client.js';
import { type OpenStoreOptions, openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import type { Apache } from '../../support/apache.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { listTree } from '../../support/file-tree.js';
import { proxySwitches } from './proxy-switches.js';
import type { RemoteFixture } from './storage-contract.js';

let folders = 0;

/** The WebDAV driver over a folder that is not there yet, behind a proxy that makes the server fail. */
export async function openWebDavStore(
  apache: Apache,
  env: OpenStoreOptions['env'],
  prefix = '',
): Promise<RemoteFixture> {
  folders += 1;
  const path = `${prefix}pictures-${folders}/`;
  const folder = join(apache.site, path);
  const proxy = await startFaultProxy(apache.url);
  const client = createHttpClient({
    userAgent: 'imgferry-test',
    allowHosts: [],
    perHost: 6,
    timeouts: { connect: 5000, headers: 20_000, body: 20_000 },
  });
  const settings = parseStore('dav', {
    dav: { url: `webdav://127.0.0.1:${proxy.port}/${path}`, publicUrl: 'https://img.example.com/' },
  });
  const retry = { attempts: 2, delayFor: () => 0 };
  const open = async (): Promise<StorageDriver> => {
    const places = { env, home: '/nonexistent', cwd: '/nonexistent', root: '/nonexistent' };
    return (await openStore(settings, { client, ...places, now: Date.now, retry })).driver;
  };
  /** Apache takes its own half-written files away a moment after a connection broke. */
  const rawNames = async (): Promise<readonly string[]> => {
    await expect.poll(async () => (await listTree(folder)).filter((name) => name.includes('.davfs.tmp'))).toEqual([]);
    return listTree(folder);
  };
  const driver = await open();
  return {
    driver,
    publicBase: 'https://img.example.com/',
    keepsHeaders: false,
    longestKey: 1023,
    reopen: open,
    rawNames,
    async readRaw(key) {
      return (await rawNames()).includes(key) ? readFile(join(folder, key)) : undefined;
    },
    async writeRaw(key, bytes) {
      const above = dirname(join(folder, key));
      const first = await mkdir(above, { recursive: true });
      if (first !== undefined) await chmod(first, 0o777);
      await writeFile(join(folder, key), bytes);
    },
    network: proxySwitches(proxy, client),
    async close() {
      await driver.close();
      await client.close();
      await proxy.close();
    },
  };
}
