import { join } from 'node:path';
import { encoderVersions } from '../../optimize/encoder-versions.js';
import type { Job, JobResult } from '../../queue/job.js';
import { type JobReport, runJobWorker } from '../../queue/job-worker.js';
import { parseQueueAddress } from '../../queue/queue-address.js';
import { connectQueue, type QueueConnection } from '../../queue/queue-connection.js';
import { engineOf } from '../../queue/queue-names.js';
import { createSharedTurns } from '../../queue/shared-turns.js';
import { placeLedger } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { JobSetup } from './job-setup.js';
import { type OpenRoom, openRoom } from './open-room.js';
import { openWorkerSpool, type WorkerSpool } from './worker-spool.js';

/** What a worker tells of itself. */
export type WorkerEvent =
  | { readonly type: 'ready'; readonly queue: string; readonly engine: string; readonly concurrency: number }
  | { readonly type: 'redis'; readonly state: 'away' | 'back' }
  | { readonly type: 'job-started' }
  | { readonly type: 'job-ended'; readonly report: JobReport }
  | { readonly type: 'job-stalled'; readonly id: string }
  | { readonly type: 'stopping' };

const roomsAtOnce = 8;

/**
 * Brings images for coordinators, until the context's signal is aborted: then what is under way is finished or given
 * back. Remembers nothing and has no posts.
 *
 * @throws ImgferryError what connecting throws; what an image's way ended with that is this machine's fault
 */
export async function work(
  address: string,
  context: UseCaseContext,
  onEvent: (event: WorkerEvent) => void,
): Promise<void> {
  const { environment, settings, signal } = context;
  const queue = parseQueueAddress(address, environment.variables.IMGFERRY_QUEUE_PASSWORD);
  const { folder } = await placeLedger(context);
  const connection = await connectQueue(queue, { signal, onChange: (state) => onEvent({ type: 'redis', state }) });
  try {
    const spool = await openWorkerSpool(join(folder, 'workers'), { maxBytes: settings.spoolMaxBytes });
    await workWith(spool, { shown: queue.shown, connection }, context, onEvent);
  } finally {
    connection.close();
  }
}

async function workWith(
  spool: WorkerSpool,
  { connection, shown }: { readonly connection: QueueConnection; readonly shown: string },
  context: UseCaseContext,
  onEvent: (event: WorkerEvent) => void,
): Promise<void> {
  const { settings, signal, now, version } = context;
  const turns = createSharedTurns(connection);
  const rooms = createRooms((job) => openRoom(job, { spool, turns }, context));
  signal.addEventListener('abort', () => onEvent({ type: 'stopping' }), { once: true });
  try {
    const engine = engineOf(version, encoderVersions());
    const { concurrency } = settings;
    onEvent({ type: 'ready', queue: shown, engine, concurrency });
    await runJobWorker(
      connection,
      {
        engine,
        concurrency,
        now,
        process: (job, call) => rooms.process(job, call),
        onStart: () => onEvent({ type: 'job-started' }),
        onJob: (report) => onEvent({ type: 'job-ended', report }),
        onStalled: (id) => onEvent({ type: 'job-stalled', id }),
      },
      signal,
    );
  } finally {
    await rooms.close();
    await spool.close();
  }
}

interface RoomInUse {
  readonly room: Promise<OpenRoom>;
  jobs: number;
}

/** One for each run's setup; those of old runs are closed when nobody is in them. */
function createRooms(open: (job: Job<unknown, JobSetup>) => Promise<OpenRoom>) {
  const rooms = new Map<string, RoomInUse>();

  async function leave(name: string, entry: RoomInUse): Promise<void> {
    rooms.delete(name);
    await entry.room.then((room) => room.close()).catch(() => undefined);
  }

  return {
    async process(job: Job, call: { readonly signal: AbortSignal }): Promise<JobResult> {
      const { kind, run, setup } = job;
      const name = JSON.stringify([kind, run, setup]);
      const entry = rooms.get(name) ?? { room: open(job as Job<unknown, JobSetup>), jobs: 0 };
      rooms.delete(name); // the newest stands last
      rooms.set(name, entry);
      entry.jobs += 1;
      try {
        return await (await entry.room).process(job, call);
      } finally {
        entry.jobs -= 1;
        const [oldest] = [...rooms].filter(([, { jobs }]) => jobs === 0);
        if (oldest && rooms.size > roomsAtOnce) await leave(...oldest);
      }
    },

    async close(): Promise<void> {
      for (const [name, entry] of [...rooms]) await leave(name, entry);
    },
  };
}
