import type { DocumentPlace } from '../../core/asset.js';
import type { ObjectStore } from '../../core/storage.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import type { UseCaseContext } from '../context.js';
import { scan } from '../scan.js';
import { folderOf } from '../target.js';
import { keyNamed } from './key-named.js';

/** Where posts name the objects of a store, by key; images and links. */
export async function findUses(
  { store, settings }: { readonly store: Pick<ObjectStore, 'keyOf'>; readonly settings: StoreSettings },
  context: UseCaseContext,
): Promise<ReadonlyMap<string, readonly DocumentPlace[]>> {
  const uses = new Map<string, DocumentPlace[]>();
  const folder = folderOf(settings);
  const everyPost = { ...context, settings: { ...context.settings, include: [], exclude: [] } };
  for await (const document of scan(everyPost, { links: true })) {
    if ('error' in document) throw document.error;
    for (const reference of [...document.references, ...document.links]) {
      const key = keyNamed(reference, { store, folder });
      if (key === undefined) continue;
      const place = { file: document.file, line: reference.line, column: reference.column };
      const places = uses.get(key);
      if (places) places.push(place);
      else uses.set(key, [place]);
    }
  }
  return uses;
}
