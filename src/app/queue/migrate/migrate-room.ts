import type { Asset } from '../../../core/asset.js';
import { ImgferryError } from '../../../core/errors.js';
import { createLimiter } from '../../../lib/limiter.js';
import type { Delivery } from '../../../pipeline/asset-pipeline.js';
import { openNamedStore, openPipeline, openReadableStores } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { targetSettingsOf } from '../../workshop.js';
import type { JobRoom, JobRoomTools } from '../job-room.js';
import { noLedger } from '../no-ledger.js';
import { targetStore } from './bring-elsewhere.js';

/**
 * Brings images to the target, one a job.
 *
 * @throws ImgferryError what opening a store throws
 */
export async function openMigrateRoom(
  { client, spool, storeTools }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<Asset, Delivery>> {
  const targetSettings = targetSettingsOf(context);
  const target = await openNamedStore(targetSettings, storeTools, context);
  const readableStores = await openReadableStores(target, storeTools, context);
  const pipeline = openPipeline(
    {
      ledger: noLedger,
      spool,
      client,
      target,
      targetSettings,
      readableStores,
      io: createLimiter(context.settings.concurrency),
      onForcedDownload: () => undefined,
      forget: undefined,
    },
    context,
  );

  function readableHere(asset: Asset): Asset {
    const { source } = asset;
    if (source.kind === 'remote') return asset;
    const store = source.kind === 'store' && (source.store === targetStore ? target : readableStores.get(source.store));
    if (!store) throw new ImgferryError('FILE_UNREADABLE', { url: asset.url, reason: 'not-on-this-machine' });
    return { ...asset, source: { kind: 'store', store: store.id, key: source.key } };
  }

  return {
    async process({ task }, call) {
      const delivery = await pipeline.carry(readableHere(task), call);
      const { state, source, object } = delivery;
      return { state, fetched: source.size, stored: state === 'stored' ? object.size : 0, value: delivery };
    },

    async close() {
      for (const store of [target, ...readableStores.values()]) await store.close();
    },
  };
}
