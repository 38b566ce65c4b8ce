import { ImgferryError } from '../../core/errors.js';
import type { Note } from '../../core/outcome.js';
import type { ObjectStore } from '../../core/storage.js';
import { digestOf } from '../../lib/digest.js';
import { encoderVersions } from '../../optimize/encoder-versions.js';
import { type Job, type JobKind, jobId } from '../../queue/job.js';
import { openCoordinator, type SettleOptions } from '../../queue/job-coordinator.js';
import { parseQueueAddress } from '../../queue/queue-address.js';
import { connectQueue } from '../../queue/queue-connection.js';
import { engineOf } from '../../queue/queue-names.js';
import type { UseCaseContext } from '../context.js';
import type { JobSetup } from './job-setup.js';

export interface JobOptions {
  /** Of the queue's Redis. */
  readonly address: string;
  readonly kind: JobKind;
  readonly setup: JobSetup;
  /** Makes durable what was recorded of results, before they are removed from Redis. */
  readonly flush: () => void;
  /** Told of Redis going away and coming back, and of missing workers. */
  readonly note: (note: Note) => void;
  /** Where workers store; what those that were killed left is swept there once all jobs are over. */
  readonly target?: ObjectStore;
}

/** Jobs of one kind, done by workers. */
export interface Jobs<Task, Value> {
  /** @param task what tells it from the others */
  idOf(task: string): string;
  /** Has a job done; throws what its worker's way ended with, QUEUE_JOB_DEAD, and what stops a run. */
  settle(id: string, job: Pick<Job<Task>, 'run' | 'url' | 'task'>, options: SettleOptions): Promise<Value>;
  /** What became of it is recorded. */
  forget(id: string): void;
  close(): Promise<void>;
}

/**
 * Connects to a queue as a coordinator.
 *
 * @throws ImgferryError what connecting throws
 */
export async function openJobs<Task, Value>(
  { address, kind, setup, flush, note, target }: JobOptions,
  { environment, now, version, signal }: UseCaseContext,
): Promise<Jobs<Task, Value>> {
  const queue = parseQueueAddress(address, environment.variables.IMGFERRY_QUEUE_PASSWORD);
  const engine = engineOf(version, encoderVersions());
  const facts = { address: queue.shown, engine };
  const told = new Set<string>();
  const connection = await connectQueue(queue, {
    signal,
    onChange: (state) => note({ id: `queue-${state}`, facts }),
  });
  const coordinator = await openCoordinator(connection, {
    engine,
    now,
    flush,
    onWaiting(state, { workers }) {
      if (told.has(state)) return;
      told.add(state);
      note({ id: `queue-${state}`, facts: { ...facts, workers } });
    },
  }).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  const { hosts: _hosts, ...deciding } = setup; // how fast a host is asked changes no result
  const fingerprint = digestOf(JSON.stringify([engine, deciding, target?.id ?? '']));
  const open = new Set<string>();
  const runs = new Set<string>();

  return {
    idOf: (task) => jobId(kind, task, fingerprint),

    async settle(id, job, options) {
      open.add(id);
      runs.add(job.run);
      const result = await coordinator.settle(id, { kind, ...job, setup }, options);
      if (result.kind === 'done') return result.value as Value; // of the same version: a worker of another has no such queue
      throw new ImgferryError(result.error.code, result.error.facts);
    },

    forget(id) {
      open.delete(id);
      coordinator.forget(id);
    },

    async close() {
      await coordinator.close();
      connection.close();
      if (open.size === 0) for (const run of runs) await target?.driver.sweepRun?.(run);
    },
  };
}
