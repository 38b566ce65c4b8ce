import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import type { Job, JobResult } from '../../src/queue/job.js';
import { type CoordinatorOptions, type JobCoordinator, openCoordinator } from '../../src/queue/job-coordinator.js';
import { type JobReport, type JobWorkerOptions, runJobWorker } from '../../src/queue/job-worker.js';
import { parseQueueAddress } from '../../src/queue/queue-address.js';
import { connectQueue, type QueueConnection } from '../../src/queue/queue-connection.js';
import { createQueueControl } from '../../src/queue/queue-control.js';
import { createSharedTurns } from '../../src/queue/shared-turns.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js';

const engine = 'test-1';
const { signal } = new AbortController();

describe.skipIf(!hasRedis)('jobs', () => {
  it('asked for twice are one, and their results wait for whoever asks next', async () => {
    const redis = await startRedis();
    const processed: string[] = [];
    await employ(redis, { process: async ({ url }) => failedAs(url, processed) });
    const first = await coordinate(redis);
    const [one, other] = await Promise.all([first.settle('a'.repeat(64), job('a'), { signal }), never(first)]);
    expect(one).toEqual(result('a'));
    expect(other).toBe('interrupted');
    await first.close();
    const second = await coordinate(redis);
    expect(await second.settle('a'.repeat(64), job('a'), { signal })).toEqual(result('a'));
    expect(processed.filter((url) => url === 'a')).toEqual(['a']);
    second.forget('a'.repeat(64));
    await second.close();
    expect(await redis.client.exists(`imgferry:jobs-${engine}:${'a'.repeat(64)}`)).toBe(0);
  });

  it('that fail as nothing should are given up, told whole, and sent again', async () => {
    const redis = await startRedis();
    let isMended = false;
    await employ(redis, {
      async process({ url }) {
        if (!isMended) throw new TypeError('the worker has a bug');
        return failedAs(url, []);
      },
    });
    const coordinator = await coordinate(redis);
    const settling = coordinator.settle('b'.repeat(64), job('b'), { signal });
    await expect(settling).rejects.toMatchObject({ code: 'QUEUE_JOB_DEAD', facts: { found: 'the worker has a bug' } });
    coordinator.forget('b'.repeat(64));
    const control = createQueueControl(await connect(redis));
    const [dead] = await control.failed();
    expect(dead).toMatchObject({ id: 'b'.repeat(64), url: 'b', run: 'run', attempts: 3 });
    expect(dead?.stack.at(-1)).toContain('TypeError: the worker has a bug');
    await expect(control.drain()).rejects.toMatchObject({ code: 'QUEUE_IN_USE' });

    isMended = true;
    const unknown = control.retry(['b'.repeat(64), 'c'.repeat(64)]);
    await expect(unknown).rejects.toMatchObject({ code: 'USAGE_INVALID', facts: { found: 'c'.repeat(64) } });
    expect(await control.retry([])).toBe(1);
    expect(await coordinator.settle('b'.repeat(64), job('b'), { signal })).toEqual(result('b'));
    expect(await control.failed()).toEqual([]);
    await coordinator.close();
  });

  it('may have many listeners each, of which Node does not warn', async () => {
    const redis = await startRedis();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    onTestFinished(() => void process.off('warning', onWarning));
    await employ(redis, {
      async process({ url }, call) {
        for (let at = 0; at < 20; at += 1) call.signal.addEventListener('abort', () => undefined);
        return failedAs(url, []);
      },
    });
    const coordinator = await coordinate(redis);
    expect(await coordinator.settle('f'.repeat(64), job('f'), { signal })).toEqual(result('f'));
    expect(warnings).toEqual([]);
    await coordinator.close();
  });

  it('can’t be paused where none was ever queued', async () => {
    const redis = await startRedis();
    const control = createQueueControl(await connect(redis));
    expect([await control.pause(), await control.resume()]).toEqual([0, 0]);
    await employ(redis, { process: async ({ url }) => failedAs(url, []) });
    while ((await control.pause()) === 0) await wait(10);
    expect((await control.status()).engines).toMatchObject([{ engine, isPaused: true }]);
    expect(await control.resume()).toBe(1);
  });

  it('go back when their worker can do no job at all, and another one does them', async () => {
    const redis = await startRedis();
    const full = await employ(redis, { process: () => Promise.reject(new ImgferryError('DISK_FULL')) });
    const coordinator = await coordinate(redis);
    const settling = coordinator.settle('c'.repeat(64), job('c'), { signal });
    await expect(full.running).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(full.reports.map(({ state }) => state)).toEqual(['returned']);
    await employ(redis, { process: async ({ url }) => failedAs(url, []) });
    expect(await settling).toEqual(result('c'));
    await coordinator.close();
  });

  it('under way are finished by a worker that is told to stop', async () => {
    const redis = await startRedis();
    let finish: (done: JobResult) => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      void employ(redis, {
        process: () =>
          new Promise((done) => {
            finish = done;
            resolve();
          }),
      }).then(({ stop }) => begun.then(stop).then(() => finish(result('d'))));
    });
    const coordinator = await coordinate(redis);
    expect(await coordinator.settle('d'.repeat(64), job('d'), { signal })).toEqual(result('d'));
    await coordinator.close();
  });

  it('outlast a Redis that goes away in between, which is told', async () => {
    const redis = await startRedis();
    const states: string[] = [];
    const connection = await connect(redis, (state) => states.push(state));
    const coordinator = await openCoordinator(connection, coordinatorOptions());
    const settling = coordinator.settle('e'.repeat(64), job('e'), { signal });
    while ((await redis.client.exists(`imgferry:jobs-${engine}:${'e'.repeat(64)}`)) === 0) await wait(10);
    await redis.kill();
    while (!states.includes('away')) await wait(10);
    await redis.start();
    await employ(redis, { process: async ({ url }) => failedAs(url, []) });
    expect(await settling).toEqual(result('e'));
    while (!states.includes('back')) await wait(10); // the answer comes by a connection of its own
    expect(states).toEqual(['away', 'back']);
    await coordinator.close();
  });

  it('that only workers of another version could take are told of', async () => {
    const redis = await startRedis();
    const other = await employ(redis, { engine: 'test-2', process: async ({ url }) => failedAs(url, []) });
    let clock = 0;
    const told = new Promise((resolve) => {
      void connect(redis).then(async (connection) => {
        const onWaiting = (state: string, facts: { readonly workers: number }): void => resolve({ state, ...facts });
        const coordinator = await openCoordinator(connection, coordinatorOptions({ onWaiting, now: () => clock }));
        void coordinator.settle('f'.repeat(64), job('f'), { signal });
        clock = 60_000;
      });
    });
    expect(await told).toEqual({ state: 'other-workers', workers: 1 });
    expect(other.reports).toEqual([]);
  });

  it('stop the run where Redis has no memory left', async () => {
    const redis = await startRedis();
    const coordinator = await coordinate(redis);
    await redis.client.config('SET', 'maxmemory', '1');
    const settling = coordinator.settle('0'.repeat(64), job('0'), { signal });
    await expect(settling).rejects.toMatchObject({ code: 'QUEUE_FULL', scope: 'run' });
  });
});

describe.skipIf(!hasRedis)('a connection', () => {
  it('is refused where Redis would throw jobs away', async () => {
    const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    await expect(connect(redis)).rejects.toMatchObject({ code: 'QUEUE_EVICTION', facts: { found: 'allkeys-lru' } });
  });

  it('tells a wrong password from a Redis that is away, and shows neither name nor password', async () => {
    const redis = await startRedis(['--requirepass', 'right']);
    const wrong = parseQueueAddress(`redis://:wr@ng@127.0.0.1:${redis.port}`, undefined);
    const refused = await connectQueue(wrong, { signal }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'QUEUE_REFUSED' });
    expect(String(refused)).not.toContain('wr@ng');
    await redis.kill();
    await expect(connectQueue(wrong, { signal })).rejects.toMatchObject({
      code: 'QUEUE_UNREACHABLE',
      facts: { address: `redis://127.0.0.1:${redis.port}/0`, reason: 'ECONNREFUSED' },
    });
  });
});

describe.skipIf(!hasRedis)('turns that many machines share', () => {
  it('are spread evenly, whoever takes them', async () => {
    const redis = await startRedis();
    const machines = await Promise.all(Array.from({ length: 4 }, async () => createSharedTurns(await connect(redis))));
    const started = performance.now();
    const takes = Array.from({ length: 101 }, (_, at) => machines[at % 4]?.take('old.example.com', 50, 1) ?? 0);
    const waits = await Promise.all(takes);
    const elapsed = performance.now() - started;
    expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
    expect(Math.max(...waits) + elapsed).toBeGreaterThanOrEqual(2000);
    const sorted = [...waits].sort((one, other) => one - other);
    for (const [at, turn] of sorted.entries()) expect(turn).toBeGreaterThanOrEqual(at * 20 - elapsed - 1);
  });
});

const job = (url: string): Job => ({ kind: 'migrate', run: 'run', url, setup: {}, task: {} });

const result = (url: string): JobResult => ({ kind: 'failed', error: { code: 'HTTP_STATUS', facts: { url } } });

function failedAs(url: string, processed: string[]): JobResult {
  processed.push(url);
  return result(url);
}

async function connect(
  { url }: TestRedis,
  onChange: (state: 'away' | 'back') => void = () => undefined,
): Promise<QueueConnection> {
  const connection = await connectQueue(parseQueueAddress(url, undefined), { signal, onChange });
  onTestFinished(() => connection.close());
  return connection;
}

const coordinatorOptions = (more: Partial<CoordinatorOptions> = {}): CoordinatorOptions => ({
  engine,
  now: Date.now,
  flush: () => undefined,
  onWaiting: () => undefined,
  ...more,
});

const coordinate = async (redis: TestRedis): Promise<JobCoordinator> =>
  openCoordinator(await connect(redis), coordinatorOptions());

/** A worker in this process; it stops when the test ends. */
async function employ(
  redis: TestRedis,
  options: Pick<JobWorkerOptions, 'process'> & Partial<JobWorkerOptions>,
): Promise<{ readonly running: Promise<void>; readonly reports: readonly JobReport[]; readonly stop: () => void }> {
  const ending = new AbortController();
  const reports: JobReport[] = [];
  const connection = await connect(redis);
  const running = runJobWorker(
    connection,
    {
      engine,
      concurrency: 2,
      now: Date.now,
      onStart: () => undefined,
      onJob: (report) => void reports.push(report),
      onStalled: () => undefined,
      ...options,
    },
    ending.signal,
  );
  onTestFinished(async () => {
    ending.abort();
    await running.catch(() => undefined);
  });
  return { running, reports, stop: () => ending.abort() };
}

/** Asks for a job and gives up at once. */
async function never(coordinator: JobCoordinator): Promise<string> {
  const giveUp = new AbortController();
  const settling = coordinator.settle('9'.repeat(64), job('9'), { signal: giveUp.signal }).catch(() => 'interrupted');
  giveUp.abort();
  return String(await settling);
}
