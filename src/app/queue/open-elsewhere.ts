import type { Asset, AssetSource, Identity } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { ObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import { readLocalFile } from '../../fetch/read-local-file.js';
import { createRemap, parseRemapRule } from '../../fetch/remap.js';
import { digestOf } from '../../lib/digest.js';
import { encoderVersions } from '../../optimize/encoder-versions.js';
import type { Delivery, Elsewhere } from '../../pipeline/asset-pipeline.js';
import { jobId } from '../../queue/asset-job.js';
import { openCoordinator } from '../../queue/job-coordinator.js';
import { parseQueueAddress } from '../../queue/queue-address.js';
import { connectQueue } from '../../queue/queue-connection.js';
import { engineOf } from '../../queue/queue-names.js';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { jobSetupOf } from './job-setup.js';
import { createStaging } from './staging.js';

export interface ElsewhereTools {
  readonly ledger: Ledger;
  readonly target: ObjectStore;
  readonly readableStores: ReadonlyMap<string, ObjectStore>;
  readonly draft: OutcomeDraft;
}

/** The store that every worker calls so, whatever its id is there. */
export const targetStore = 'target';

/** Jobs that are in Redis at once at most; it bounds Redis's memory, and what is asked for again after a loss. */
export const jobsAhead = 1000;

/**
 * Sends images through a queue to workers. This machine keeps posts and ledger.
 *
 * @throws ImgferryError what connecting and the setup throw
 */
export async function openElsewhere(
  address: string,
  { ledger, target, readableStores, draft }: ElsewhereTools,
  context: UseCaseContext,
): Promise<Elsewhere & { close(): Promise<void> }> {
  const { environment, settings, cwd, now, version, signal } = context;
  const queue = parseQueueAddress(address, environment.variables.IMGFERRY_QUEUE_PASSWORD);
  const setup = jobSetupOf(context);
  const engine = engineOf(version, encoderVersions());
  const facts = { address: queue.shown, engine };
  const connection = await connectQueue(queue, {
    signal,
    onChange: (state) => draft.note({ id: `queue-${state}`, facts }),
  });
  const coordinator = await openCoordinator(connection, {
    engine,
    now,
    flush: () => ledger.flush(),
    onWaiting: (state, { workers }) => draft.noteOnce({ id: `queue-${state}`, facts: { ...facts, workers } }),
  }).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  const staging = createStaging(target, { now });
  const storeIds = new Map([...readableStores].map(([name, store]) => [name, store.id]));
  const remap = createRemap(settings.remap.map(parseRemapRule), { cwd, storeIds });
  const names = new Map([...readableStores].map(([name, store]) => [store.id, name]));
  const { hosts: _hosts, ...deciding } = setup; // how fast a host is asked changes no result
  const fingerprint = digestOf(JSON.stringify([engine, deciding]));
  const jobs = new Map<Identity, { readonly id: string; readonly staged?: ObjectKey | undefined }>();
  const idOf = ({ identity }: Asset, staged?: ObjectKey): string =>
    jobId(identity, `${fingerprint} ${staged ?? ''}`, target.id);
  const runs = new Set<string>();

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
      runs.add(run);
      jobs.set(asset.identity, { id, staged });
      const result = await coordinator.settle(id, { run, asset: { ...asset, source }, setup }, call.signal);
      if (result.kind === 'delivered') return result.delivery;
      throw new ImgferryError(result.error.code, result.error.facts);
    },

    settled(asset) {
      // one that the ledger knew has a result where a coordinator died between recording and removing it
      const { id, staged } = jobs.get(asset.identity) ?? { id: idOf(asset) };
      jobs.delete(asset.identity);
      coordinator.forget(id);
      if (staged !== undefined) staging.release(staged);
    },

    async close() {
      await coordinator.close();
      connection.close();
      await staging.close();
      const isOver = jobs.size === 0;
      if (isOver) for (const run of runs) await target.driver.sweepRun?.(run);
    },
  };
}

function hasPassword(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && (url.username !== '' || url.password !== '');
}
