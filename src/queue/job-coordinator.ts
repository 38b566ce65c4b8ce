import { ImgferryError } from '../core/errors.js';
import { listLiving, startHeartbeat } from './heartbeat.js';
import { type Job, type JobResult, jobOptions } from './job.js';
import type { QueueConnection } from './queue-connection.js';
import { enginesKey, jobKey, prefix, queueOf } from './queue-names.js';

/** What the person should be told while results are waited for. */
export type WaitingState = 'no-workers' | 'other-workers';

/** Has jobs done by workers, and gathers what became of them. */
export interface JobCoordinator {
  /**
   * Enqueues a job that isn't there yet, and waits for its result; of one that is finished the result is taken.
   *
   * @param options.since epoch ms: what was asked for before it and is finished is done anew
   * @throws ImgferryError QUEUE_JOB_DEAD {attempts, found}; QUEUE_FULL, QUEUE_REFUSED: the run stops
   */
  settle(id: string, job: Job, options: SettleOptions): Promise<JobResult>;
  /** The result is recorded and can go. Dead jobs stay, for `imgferry queue failed`. */
  forget(id: string): void;
  /** Removes what can go. Jobs that wait or run stay: a rerun joins them. */
  close(): Promise<void>;
}

export interface SettleOptions {
  readonly signal: AbortSignal;
  readonly since?: number | undefined;
}

export interface CoordinatorOptions {
  readonly engine: string;
  readonly now: () => number;
  /** Makes durable what was recorded, before it is removed from Redis. */
  readonly flush: () => void;
  readonly onWaiting: (state: WaitingState, facts: { readonly workers: number }) => void;
}

interface Entering {
  readonly id: string;
  readonly job: Job;
  /** Epoch ms: an older result is none. */
  readonly since: number;
}

interface Waiting {
  readonly job: Job;
  readonly since: number;
  readonly resolve: (result: JobResult) => void;
  readonly reject: (error: unknown) => void;
}

const lookEvery = 5000; // ms: events can be missed while Redis is away
const lonelyAfter = 10_000; // ms
const forgetAtOnce = 200;
const keptEvents = 2000;

export async function openCoordinator(
  connection: QueueConnection,
  { engine, now, flush, onWaiting }: CoordinatorOptions,
): Promise<JobCoordinator> {
  const { redis } = connection;
  const { Queue, QueueEvents } = connection.software.bullmq;
  const queue = new Queue<Job, JobResult>(queueOf(engine), {
    connection: redis,
    prefix,
    streams: { events: { maxLen: keptEvents } },
  });
  const events = new QueueEvents(queueOf(engine), { connection: connection.duplicate(), prefix });
  queue.on('error', () => undefined); // calls tell; the connection tells when it is away
  events.on('error', () => undefined);
  await redis.sadd(enginesKey, engine);
  await events.waitUntilReady();
  const heartbeat = startHeartbeat(connection, { engine, role: 'coordinator', now });
  const waiting = new Map<string, Waiting>();
  const dead = new Set<string>();
  const forgotten: string[] = [];
  const entering: Entering[] = [];
  let lastResultAt = now();

  events.on('completed', ({ jobId, returnvalue }) => finish(jobId, asResult(returnvalue)));
  events.on('failed', ({ jobId, failedReason }) => void die(jobId, failedReason));
  const looking = setInterval(() => void lookAround().catch(() => undefined), lookEvery);

  function finish(id: string, result: JobResult): void {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    lastResultAt = now();
    one.resolve(result);
  }

  async function die(id: string, reason: string): Promise<void> {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    dead.add(id);
    lastResultAt = now();
    one.reject(deadJob(one.job, reason));
  }

  /** Of jobs that finished unheard the result, and again into the queue what Redis no longer has. */
  async function lookAround(): Promise<void> {
    if (!connection.isUp()) return;
    const due = [...waiting].filter(([, { since }]) => now() - since >= lookEvery).map(([id]) => id);
    for (const [at, found] of (await readJobs(due)).entries()) {
      const id = due[at] ?? '';
      const one = waiting.get(id);
      if (!one) continue;
      if (found === undefined) await add([{ id, job: one.job }]).catch(one.reject);
      else settleFound(id, found);
    }
    await tellLoneliness();
  }

  async function readJobs(ids: readonly string[]): Promise<readonly (FoundJob | undefined)[]> {
    if (ids.length === 0) return [];
    const pipeline = redis.pipeline();
    for (const id of ids) {
      pipeline.hmget(jobKey(engine, id), 'timestamp', 'finishedOn', 'returnvalue', 'failedReason');
    }
    return ((await pipeline.exec()) ?? []).map(([error, fields]) => {
      if (error) throw error;
      const [timestamp, finishedOn, returnvalue, failedReason] = fields as readonly (string | null)[];
      if (timestamp === null) return undefined;
      return {
        addedAt: Number(timestamp),
        isFinished: finishedOn !== null,
        returnvalue: returnvalue ?? null,
        failedReason: failedReason ?? null,
      };
    });
  }

  function settleFound(id: string, { isFinished, returnvalue, failedReason }: FoundJob): void {
    if (!isFinished) return;
    if (returnvalue !== null) finish(id, asResult(returnvalue));
    else void die(id, failedReason ?? '');
  }

  async function tellLoneliness(): Promise<void> {
    if (waiting.size === 0 || now() - lastResultAt < lonelyAfter) return;
    const workers = (await listLiving(connection)).filter(({ role }) => role === 'worker');
    if (workers.some((worker) => worker.engine === engine)) return;
    onWaiting(workers.length > 0 ? 'other-workers' : 'no-workers', { workers: workers.length });
  }

  async function add(jobs: readonly Pick<Entering, 'id' | 'job'>[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await queue.addBulk(
        jobs.map(({ id, job }) => ({ name: job.kind, data: job, opts: { ...jobOptions, jobId: id } })),
      );
    } catch (error) {
      throw refusal(error, connection.shown);
    }
  }

  /** What is asked for in one turn of the event loop is one way to Redis and back. */
  function enqueue(one: Entering): void {
    entering.push(one);
    if (entering.length > 1) return;
    setImmediate(() => {
      const together = entering.splice(0);
      enqueueTogether(together).catch((error: unknown) => {
        for (const { id } of together) waiting.get(id)?.reject(error);
      });
    });
  }

  async function enqueueTogether(together: readonly Entering[]): Promise<void> {
    const found = await readJobs(together.map(({ id }) => id));
    const toAdd: Entering[] = [];
    const toRemove: string[] = [];
    for (const [at, one] of together.entries()) {
      const before = found[at];
      const isOld = before?.isFinished === true && before.addedAt < one.since;
      if (before && !isOld && !isStopped(before)) {
        settleFound(one.id, before);
        continue;
      }
      if (before) toRemove.push(one.id); // what stopped an earlier run may be mended
      toAdd.push(one);
    }
    await Promise.all(toRemove.map((id) => queue.remove(id)));
    await add(toAdd);
  }

  async function removeForgotten(): Promise<void> {
    const ids = forgotten.splice(0);
    if (ids.length === 0) return;
    flush();
    await Promise.all(ids.map((id) => queue.remove(id)));
  }

  return {
    settle: (id, job, { signal, since = 0 }) =>
      new Promise((resolve, reject) => {
        const leave = (): void => {
          waiting.delete(id);
          reject(signal.reason);
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
        const ended =
          <Value>(tell: (value: Value) => void) =>
          (value: Value): void => {
            signal.removeEventListener('abort', leave);
            waiting.delete(id);
            tell(value);
          };
        const one = { job, since: now(), resolve: ended(resolve), reject: ended(reject) };
        waiting.set(id, one);
        enqueue({ id, job, since });
      }),

    forget(id) {
      if (dead.delete(id)) return;
      forgotten.push(id);
      if (forgotten.length >= forgetAtOnce) void removeForgotten().catch(() => undefined); // they go with their age
    },

    async close() {
      clearInterval(looking);
      if (connection.isUp()) await removeForgotten().catch(() => undefined);
      await heartbeat.stop();
      await Promise.all([events.close(), queue.close()]).catch(() => undefined);
    },
  };
}

interface FoundJob {
  /** Epoch ms by the clock of the coordinator that asked. */
  readonly addedAt: number;
  readonly isFinished: boolean;
  readonly returnvalue: string | null;
  readonly failedReason: string | null;
}

const isStopped = ({ returnvalue }: FoundJob): boolean =>
  returnvalue !== null && asResult(returnvalue).kind === 'stopped';

/** BullMQ gives events' values as JSON that is read already, and a job's fields as text. */
const asResult = (value: JobResult | string): JobResult => (typeof value === 'string' ? JSON.parse(value) : value);

function deadJob({ url }: Job, reason: string): ImgferryError {
  return new ImgferryError('QUEUE_JOB_DEAD', { url, found: reason });
}

function refusal(error: unknown, address: string): unknown {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('OOM command not allowed'))
    return new ImgferryError('QUEUE_FULL', { address }, { cause: error });
  if (/^(?:NOPERM|NOAUTH|READONLY|MISCONF)/.test(message)) {
    return new ImgferryError('QUEUE_REFUSED', { address, found: message.split(' ', 1)[0] ?? '' }, { cause: error });
  }
  return error;
}
