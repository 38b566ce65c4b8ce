import { readFile } from 'node:fs/promises';
import type { AssetSource } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { ObjectStore } from '../../core/storage.js';
import { createFetchStage } from '../../fetch/fetch-stage.js';
import { createRemap, parseRemapRule } from '../../fetch/remap.js';
import { storeId } from '../../storage/open-store.js';
import { openClient, openNamedStore, openSpoolOf, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import type { Surroundings } from './picture-source.js';

/** Brings bytes that are not on this machine; undefined where they can't be had. */
export interface PictureFetcher {
  fetch(source: AssetSource): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** Fetches from addresses and stores as a run would: the address guard, hosts' headers and remaps of the settings count. */
export function openPictureFetcher({ ledger, basesOf }: Surroundings, context: UseCaseContext): PictureFetcher {
  const { settings, cwd, signal } = context;
  const client = openClient(context);
  const spool = openSpoolOf(ledger, context);
  const opened = new Map<string, Promise<ObjectStore>>();
  const names = Object.keys(settings.stores);
  const storeIds = new Map(
    names.map((name) => [name, storeId(storeSettingsOf(name, context), { cwd, root: ledger.root })]),
  );

  async function open(id: string): Promise<ObjectStore> {
    const bases = basesOf(id);
    if (!bases) throw new ImgferryError('STORE_UNKNOWN', { name: id, known: names });
    return openNamedStore(bases.settings, { ledger, client }, context);
  }

  const stage = createFetchStage({
    client,
    spool,
    maxBytes: settings.maxBytes,
    remap: createRemap(settings.remap.map(parseRemapRule), { cwd, storeIds }),
    async openObject(id, key, call) {
      const store = opened.get(id) ?? open(id);
      opened.set(id, store);
      return (await store).open(key, call);
    },
  });

  return {
    async fetch(source) {
      const url = source.kind === 'remote' ? source.url : '';
      const asset = { identity: asIdentity(url), url, source, naming: { name: '', post: '', date: 0 } };
      try {
        const { content, digest, isSpooled } = await stage.run(asset, { signal });
        const bytes = Buffer.isBuffer(content) ? content : await readFile(content.path);
        if (isSpooled) spool.release(digest, { keep: false });
        return bytes;
      } catch (error) {
        if (error instanceof ImgferryError) return undefined;
        throw error;
      }
    },
    async close() {
      for (const store of opened.values()) await store.then((one) => one.close()).catch(() => undefined);
      await client.close();
    },
  };
}
