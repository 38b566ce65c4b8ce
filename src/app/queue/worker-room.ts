import type { Asset } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { createLimiter } from '../../lib/limiter.js';
import type { Turns } from '../../lib/turns.js';
import type { AssetJob, AssetJobResult } from '../../queue/asset-job.js';
import { openClient, openNamedStore, openPipeline, openReadableStores } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { targetSettingsOf } from '../workshop.js';
import { contextFor, type JobSetup } from './job-setup.js';
import { noLedger } from './no-ledger.js';
import { targetStore } from './open-elsewhere.js';
import type { WorkerSpool } from './worker-spool.js';

/** What a worker has open for the images of one run. */
export interface WorkerRoom {
  process(job: AssetJob, call: { readonly signal: AbortSignal }): Promise<AssetJobResult>;
  close(): Promise<void>;
}

export interface WorkerRoomTools {
  readonly run: string;
  readonly setup: JobSetup;
  readonly spool: WorkerSpool;
  /** Shared with all workers. */
  readonly turns: Turns;
}

/** @throws ImgferryError what the setup and opening a store throw */
export async function openWorkerRoom(
  { run, setup, spool, turns }: WorkerRoomTools,
  workerContext: UseCaseContext,
): Promise<WorkerRoom> {
  const context = contextFor(setup, workerContext);
  const targetSettings = targetSettingsOf(context);
  const client = openClient(context, { turns });
  const tools = { ledger: { root: context.cwd }, client, run };
  const target = await openNamedStore(targetSettings, tools, context);
  const readableStores = await openReadableStores(target, tools, context);
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
    async process({ asset }, call) {
      try {
        return { kind: 'delivered', delivery: await pipeline.carry(readableHere(asset), call) };
      } catch (error) {
        if (!(error instanceof ImgferryError)) throw error;
        if (error.scope === 'asset') return { kind: 'failed', error: error.toReport() };
        if (error.code === 'PUBLIC_ADDRESS_UNREADABLE') return { kind: 'stopped', error: error.toReport() };
        throw error;
      }
    },

    async close() {
      for (const store of [target, ...readableStores.values()]) await store.close();
      await client.close();
    },
  };
}
