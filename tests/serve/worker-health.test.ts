import { expect, it, onTestFinished } from 'vitest';
import { createWorkerMetrics } from '../../src/app/queue/worker-metrics.js';
import type { Job } from '../../src/queue/job.js';
import { startWorkerHealth } from '../../src/serve/worker-health.js';

it('answers whether a worker takes jobs, and what it did', async () => {
  const { onEvent, isHealthy, text } = createWorkerMetrics();
  const health = await startWorkerHealth({ port: 0, host: '127.0.0.1', isHealthy, metrics: text });
  onTestFinished(() => health.close());
  const ask = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${health.port}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  expect(await ask('/healthz')).toMatchObject({ status: 503 });
  onEvent({ type: 'ready', queue: 'redis://box:6379/0', engine: 'one', concurrency: 4 });
  expect(await ask('/healthz')).toEqual({ status: 200, text: '{"status":"ok"}' });

  const job = {} as Job;
  onEvent({ type: 'job-started' });
  onEvent({ type: 'job-started' });
  onEvent({ type: 'job-ended', report: { id: 'a', job, state: 'failed', ms: 1500 } });
  const { text: metrics } = await ask('/metrics');
  expect(metrics).toContain('imgferry_worker_jobs_total{state="failed"} 1\n');
  expect(metrics).toContain('imgferry_worker_jobs_running 1\n');
  expect(metrics).toContain('imgferry_worker_job_seconds_sum 1.500\n');

  onEvent({ type: 'redis', state: 'away' });
  expect(await ask('/healthz')).toMatchObject({ status: 503 });
  onEvent({ type: 'redis', state: 'back' });
  onEvent({ type: 'stopping' });
  expect(await ask('/healthz')).toMatchObject({ status: 503 });
  expect(await ask('/')).toMatchObject({ status: 404 });
});
