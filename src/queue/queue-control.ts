import type { Queue, Job as QueuedJob } from 'bullmq';
import { ImgferryError } from '../core/errors.js';
import type { DeadJob, EngineStatus, QueueControl } from '../core/queue-state.js';
import { listLiving } from './heartbeat.js';
import { type Job, jobOptions } from './job.js';
import type { QueueConnection } from './queue-connection.js';
import { enginesKey, prefix, queueOf } from './queue-names.js';

/** As if it had never been tried. */
async function sendAgain({ id = '', data, ...job }: QueuedJob<Job>, queue: Queue<Job>): Promise<void> {
  await queue.remove(id);
  await queue.add(job.name, data, { ...jobOptions, jobId: id });
}

export function createQueueControl(connection: QueueConnection): QueueControl {
  const { redis } = connection;
  const { Queue } = connection.software.bullmq;

  async function onEach<Result>(action: (queue: Queue<Job>, engine: string) => Promise<Result>): Promise<Result[]> {
    const results: Result[] = [];
    for (const engine of (await redis.smembers(enginesKey)).sort()) {
      const queue = new Queue<Job>(queueOf(engine), { connection: redis, prefix, skipMetasUpdate: true });
      queue.on('error', () => undefined); // calls tell
      try {
        results.push(await action(queue, engine));
      } finally {
        await queue.close();
      }
    }
    return results;
  }

  async function statusOf(queue: Queue<Job>, engine: string): Promise<EngineStatus> {
    const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'completed', 'failed');
    const { waiting = 0, prioritized = 0, active = 0, delayed = 0, completed = 0, failed = 0 } = counts;
    const isPaused = await queue.isPaused();
    return { engine, isPaused, waiting: waiting + prioritized, active, delayed, results: completed, dead: failed };
  }

  const deadOf = async (queue: Queue<Job>, engine: string): Promise<DeadJob[]> =>
    (await queue.getFailed()).map(({ id = '', data, attemptsStarted, finishedOn, failedReason, stacktrace }) => ({
      engine,
      id,
      run: data.run,
      url: data.url,
      attempts: attemptsStarted,
      at: finishedOn ?? 0,
      reason: failedReason,
      stack: stacktrace ?? [],
    }));

  return {
    async status() {
      const engines = await onEach(statusOf);
      const [, memory = '0'] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? [];
      return { engines, processes: await listLiving(connection), memory: Number(memory) };
    },

    pause: async () => (await onEach((queue) => queue.pause())).length,
    resume: async () => (await onEach((queue) => queue.resume())).length,

    async drain() {
      const coordinator = (await listLiving(connection)).find(({ role }) => role === 'coordinator');
      if (coordinator) throw new ImgferryError('QUEUE_IN_USE', { host: coordinator.host, pid: coordinator.pid });
      const removed = await onEach(async (queue, engine) => {
        const { waiting, delayed, results } = await statusOf(queue, engine);
        await queue.drain(true);
        await queue.clean(0, 0, 'completed');
        return waiting + delayed + results;
      });
      return removed.reduce((sum, count) => sum + count, 0);
    },

    failed: async () => (await onEach(deadOf)).flat(),

    async retry(ids) {
      const dead = new Set((await onEach(deadOf)).flat().map(({ id }) => id));
      const unknown = ids.find((id) => !dead.has(id));
      if (unknown !== undefined) throw new ImgferryError('USAGE_INVALID', { expected: 'dead-job', found: unknown });
      const sent = await onEach(async (queue) => {
        const jobs = (await queue.getFailed()).filter(({ id = '' }) => ids.length === 0 || ids.includes(id));
        for (const job of jobs) await sendAgain(job, queue);
        return jobs.length;
      });
      return sent.reduce((sum, count) => sum + count, 0);
    },
  };
}
