import { setMaxListeners } from 'node:events';
import type { Job as QueuedJob } from 'bullmq';
import { ImgferryError } from '../core/errors.js';
import { startHeartbeat } from './heartbeat.js';
import { attempts, type DoneState, type Job, type JobResult } from './job.js';
import type { QueueConnection } from './queue-connection.js';
import { enginesKey, prefix, queueOf } from './queue-names.js';

/** What happened to one job here. */
export interface JobReport {
  readonly id: string;
  readonly job: Job;
  /** `returned`: given back unfinished, for another worker; `broken`: failed as nothing should. */
  readonly state: DoneState | 'failed' | 'stopped' | 'returned' | 'broken';
  readonly ms: number;
  readonly result?: JobResult;
  readonly error?: unknown;
}

export interface JobWorkerOptions {
  readonly engine: string;
  /** Jobs at once. */
  readonly concurrency: number;
  readonly now: () => number;
  /** Errors of the run (no room, no access) are thrown: they are this machine's. */
  readonly process: (job: Job, call: { readonly signal: AbortSignal }) => Promise<JobResult>;
  readonly onStart: () => void;
  readonly onJob: (report: JobReport) => void;
  /** A job was taken from a worker that no longer says that it has it. */
  readonly onStalled: (id: string) => void;
}

const lock = 10_000; // ms that a job belongs to a worker which says nothing
const stallCheck = 5000; // ms
const grace = 20_000; // ms that jobs under way have to end in

/**
 * Takes jobs until it is told to stop; then what is under way is finished, or given back where it takes longer than 20 s.
 *
 * @throws ImgferryError what an image's way ended with that isn't the image's fault; the job was given back
 */
export async function runJobWorker(
  connection: QueueConnection,
  options: JobWorkerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { engine, now } = options;
  const { Worker, WaitingError } = connection.software.bullmq;
  const hurry = new AbortController();
  setMaxListeners(0, hurry.signal); // everything that is under way listens
  const stop = new AbortController();
  let failure: ImgferryError | undefined;

  async function work(queued: QueuedJob<Job, JobResult>, token: string | undefined): Promise<JobResult> {
    const { id = '', data: job } = queued;
    const startedAt = now();
    const report = (state: JobReport['state'], more: Partial<JobReport> = {}): void =>
      options.onJob({ id, job, state, ms: now() - startedAt, ...more });
    const giveBack = async (error?: unknown): Promise<never> => {
      await queued.moveToWait(token);
      report('returned', error === undefined ? {} : { error });
      throw new WaitingError();
    };
    options.onStart();
    try {
      if (failure) return await giveBack();
      const result = await options.process(job, { signal: hurry.signal });
      report(result.kind === 'done' ? result.state : result.kind, { result });
      return result;
    } catch (error) {
      if (error instanceof WaitingError) throw error;
      if (hurry.signal.aborted) return giveBack();
      if (error instanceof ImgferryError) {
        failure ??= error;
        stop.abort();
        return giveBack(error);
      }
      report('broken', { error });
      throw error;
    }
  }

  const worker = new Worker<Job, JobResult>(queueOf(engine), work, {
    connection: connection.duplicate(),
    prefix,
    concurrency: options.concurrency,
    lockDuration: lock,
    stalledInterval: stallCheck,
    maxStalledCount: attempts.deaths - 1,
    runRetryDelay: 1000,
  });
  worker.on('error', () => undefined); // the connection tells when it is away; a lost lock changes nothing
  worker.on('stalled', (id) => options.onStalled(id));
  await connection.redis.sadd(enginesKey, engine);
  const heartbeat = startHeartbeat(connection, { engine, role: 'worker', now });
  await untilAborted(AbortSignal.any([signal, stop.signal]));

  const running = worker.close();
  const timer = setTimeout(() => hurry.abort(), grace);
  await running;
  clearTimeout(timer);
  await heartbeat.stop();
  if (failure) throw failure;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
