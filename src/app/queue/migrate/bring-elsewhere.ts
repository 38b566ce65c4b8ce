import type { Asset, AssetSource, Identity } from '../../../core/asset.js';
import { ImgferryError } from '../../../core/errors.js';
import type { Ledger } from '../../../core/ledger.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { ObjectStore } from '../../../core/storage.js';
import { readLocalFile } from '../../../fetch/read-local-file.js';
import { createRemap, parseRemapRule } from '../../../fetch/remap.js';
import { hasPassword } from '../../../net/shown-url.js';
import type { Delivery, Elsewhere } from '../../../pipeline/asset-pipeline.js';
import { compileKeyTemplate } from '../../../storage/key-template.js';
import type { UseCaseContext } from '../../context.js';
import type { OutcomeDraft } from '../../outcome-draft.js';
import { setupOf } from '../job-setup.js';
import { openJobs } from '../open-jobs.js';
import { createStaging } from '../staging.js';

export interface ElsewhereTools {
  readonly ledger: Ledger;
  readonly target: ObjectStore;
  readonly readableStores: ReadonlyMap<string, ObjectStore>;
  readonly draft: OutcomeDraft;
}

/** The store that every worker calls so, whatever its id is there. */
export const targetStore = 'target';

/**
 * Sends images through a queue to workers. This machine keeps posts and ledger.
 *
 * @throws ImgferryError what connecting and the setup throw; KEY_TEMPLATE_INVALID {template, hint}
 */
export async function bringElsewhere(
  address: string,
  { ledger, target, readableStores, draft }: ElsewhereTools,
  context: UseCaseContext,
): Promise<Elsewhere & { close(): Promise<void> }> {
  const { settings, cwd, now, signal } = context;
  const { to = '', key } = settings;
  if (!compileKeyTemplate(key).isOfBytesAlone) {
    throw new ImgferryError('KEY_TEMPLATE_INVALID', { template: key, hint: 'queue' });
  }
  const setup = setupOf({ to }, context);
  const tools = { flush: () => ledger.flush(), note: draft.note, target };
  const jobs = await openJobs<Asset, Delivery>({ address, kind: 'migrate', setup, ...tools }, context);
  const staging = createStaging(target, { now });
  const storeIds = new Map([...readableStores].map(([name, store]) => [name, store.id]));
  const remap = createRemap(settings.remap.map(parseRemapRule), { cwd, storeIds });
  const names = new Map([...readableStores].map(([name, store]) => [store.id, name]));
  const sent = new Map<Identity, { readonly id: string; readonly staged?: ObjectKey | undefined }>();
  const idOf = ({ identity }: Asset, staged?: ObjectKey): string => jobs.idOf(JSON.stringify([identity, staged]));

  /** Undefined: a worker can't read it, or should not be told of it. */
  async function sourceFor(source: AssetSource): Promise<{ source: AssetSource; staged?: ObjectKey } | undefined> {
    switch (source.kind) {
      case 'remote':
        return hasPassword(source.url) ? undefined : { source };
      case 'file': {
        const file = await readLocalFile(source.path, { maxBytes: settings.maxBytes, signal });
        const key = await staging.put(file, signal);
        return { source: { kind: 'store', store: targetStore, key }, staged: key };
      }
      case 'store': {
        const store = source.store === target.id ? targetStore : names.get(source.store);
        const isFolder = source.store.startsWith('file:');
        return store === undefined || isFolder ? undefined : { source: { ...source, store } };
      }
    }
  }

  return {
    async carry(asset, run, call): Promise<Delivery | undefined> {
      const asked = asset.source.kind === 'remote' ? remap(asset.source.url) : undefined;
      const found = await sourceFor(asked ?? asset.source);
      if (!found) return undefined;
      const { source, staged } = found;
      const id = idOf(asset, staged);
      sent.set(asset.identity, { id, staged });
      return jobs.settle(id, { run, url: asset.url, task: { ...asset, source } }, call);
    },

    settled(asset) {
      // one that the ledger knew has a result where a coordinator died between recording and removing it
      const { id, staged } = sent.get(asset.identity) ?? { id: idOf(asset) };
      sent.delete(asset.identity);
      jobs.forget(id);
      if (staged !== undefined) staging.release(staged);
    },

    async close() {
      await jobs.close();
      await staging.close();
    },
  };
}
