import type { JobReport } from '../../queue/job-worker.js';
import type { WorkerEvent } from './work.js';

/** What a worker did, for Prometheus (text format 0.0.4). */
export interface WorkerMetrics {
  onEvent(event: WorkerEvent): void;
  /** Whether jobs are taken: connected, and not stopping. */
  isHealthy(): boolean;
  text(): string;
}

const states: readonly JobReport['state'][] = [
  ...(['stored', 'reused', 'looked-at', 'encoded', 'kept'] as const),
  ...(['failed', 'stopped', 'returned', 'broken'] as const),
];

export function createWorkerMetrics(): WorkerMetrics {
  const jobs = new Map(states.map((state) => [state, 0]));
  let [running, seconds, fetched, stored, away] = [0, 0, 0, 0, 0];
  let [isReady, isAway, isStopping] = [false, false, false];

  function endJob({ state, ms, result }: JobReport): void {
    jobs.set(state, (jobs.get(state) ?? 0) + 1);
    running -= 1;
    seconds += ms / 1000;
    if (result?.kind !== 'done') return;
    fetched += result.fetched;
    stored += result.stored;
  }

  return {
    onEvent(event) {
      if (event.type === 'ready') isReady = true;
      else if (event.type === 'stopping') isStopping = true;
      else if (event.type === 'job-started') running += 1;
      else if (event.type === 'job-ended') endJob(event.report);
      else if (event.type === 'redis') {
        isAway = event.state === 'away';
        if (isAway) away += 1;
      }
    },

    isHealthy: () => isReady && !isAway && !isStopping,

    text: () =>
      [
        ...metric('imgferry_worker_jobs_total', 'counter', 'Jobs that ended here, by what became of them.'),
        ...[...jobs].map(([state, count]) => `imgferry_worker_jobs_total{state="${state}"} ${count}`),
        ...metric('imgferry_worker_jobs_running', 'gauge', 'Jobs under way.'),
        `imgferry_worker_jobs_running ${running}`,
        ...metric('imgferry_worker_job_seconds', 'summary', 'How long jobs took.'),
        `imgferry_worker_job_seconds_sum ${seconds.toFixed(3)}`,
        `imgferry_worker_job_seconds_count ${[...jobs.values()].reduce((sum, count) => sum + count, 0)}`,
        ...metric('imgferry_worker_bytes_total', 'counter', 'Bytes of images fetched, and of objects stored.'),
        `imgferry_worker_bytes_total{way="fetched"} ${fetched}`,
        `imgferry_worker_bytes_total{way="stored"} ${stored}`,
        ...metric('imgferry_worker_redis_away_total', 'counter', 'How often Redis went away.'),
        `imgferry_worker_redis_away_total ${away}`,
        ...metric('imgferry_worker_redis_up', 'gauge', 'Whether Redis answers.'),
        `imgferry_worker_redis_up ${isReady && !isAway ? 1 : 0}`,
        '',
      ].join('\n'),
  };
}

const metric = (name: string, type: string, help: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];
