import { ImgferryError } from '../../core/errors.js';
import type { Job, JobKind, JobResult } from '../../queue/job.js';
import { openClient } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { openCheckRoom } from './check/check-room.js';
import type { JobRoom, JobRoomTools, WorkerTools } from './job-room.js';
import { contextFor, type JobSetup } from './job-setup.js';
import { openMigrateRoom } from './migrate/migrate-room.js';
import { openOptimizeRoom } from './optimize/optimize-room.js';
import { openTransferRoom } from './transfer/transfer-room.js';

/** What a worker has open for the jobs of one run. */
export interface OpenRoom {
  process(job: Job, call: { readonly signal: AbortSignal }): Promise<JobResult>;
  close(): Promise<void>;
}

const openers: Readonly<
  Record<JobKind, (tools: JobRoomTools, context: UseCaseContext) => Promise<JobRoom<never, unknown>>>
> = {
  migrate: openMigrateRoom,
  check: openCheckRoom,
  transfer: openTransferRoom,
  optimize: openOptimizeRoom,
};

/** @throws ImgferryError what the setup and opening a store throw */
export async function openRoom(
  { kind, run, setup }: Job<unknown, JobSetup>,
  { spool, turns }: WorkerTools,
  workerContext: UseCaseContext,
): Promise<OpenRoom> {
  const context = contextFor(setup, workerContext);
  const client = openClient(context, { turns });
  const storeTools = { ledger: { root: context.cwd }, client, run };
  const room = await openers[kind]({ setup, client, spool, storeTools }, context);
  return {
    async process(job, call) {
      try {
        return { kind: 'done', ...(await room.process(job as Job<never>, call)) };
      } catch (error) {
        if (!(error instanceof ImgferryError)) throw error;
        if (error.scope === 'asset') return { kind: 'failed', error: error.toReport() };
        if (error.code === 'PUBLIC_ADDRESS_UNREADABLE') return { kind: 'stopped', error: error.toReport() };
        throw error;
      }
    },

    async close() {
      await room.close();
      await client.close();
    },
  };
}
