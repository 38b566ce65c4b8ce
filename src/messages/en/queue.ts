import type { QueueNoteId } from '../../core/outcome.js';
import type { ErrorText } from '../catalogue.js';
import type { QueueLabelId } from '../queue-label-ids.js';

/** What stands between machines that work together. */
export const queueErrors = {
  QUEUE_SOFTWARE_MISSING: {
    title: 'The queue’s libraries are not installed',
    expected: '[[{missing}]]',
    advice: 'Install them beside imgferry: `npm install bullmq@6 ioredis@5`. One machine alone needs neither.',
  },
  QUEUE_INVALID: {
    title: 'This is no address of a Redis',
    expected: '`redis://NAME:PASSWORD@HOST:PORT/DATABASE` (all but the host may be left out), or `rediss://…` for TLS',
    found: '[[{found}]]',
    advice:
      'Write the address so. The password may stand in `IMGFERRY_QUEUE_PASSWORD` instead, where `ps` doesn’t show it.',
  },
  QUEUE_REFUSED: {
    title: 'The Redis [[{address} ]]refuses',
    found: '[[{found}]]',
    advice:
      'Check name, password (`IMGFERRY_QUEUE_PASSWORD`) and rights; the queue needs reading, writing, scripts and `INFO`.',
  },
  QUEUE_EVICTION: {
    title: 'This Redis throws keys away when its memory is full, and jobs with them',
    expected: '`maxmemory-policy noeviction`',
    found: '[[`maxmemory-policy {found}`]]',
    advice:
      'Set `maxmemory-policy noeviction` in redis.conf (or `redis-cli config set maxmemory-policy noeviction`), or use a Redis of its own for the queue.',
  },
  QUEUE_UNREACHABLE: {
    title: 'The Redis [[{address} ]]can’t be reached',
    found: '[[{reason|term}]]',
    advice: 'Start it, or check address, port and firewall, then run the same command again.',
  },
  QUEUE_FULL: {
    title: 'The Redis [[{address} ]]has no memory left',
    advice:
      'Give it more (`maxmemory`), or empty it of what isn’t the queue’s (docs/scale.md says what that takes), then run the same command again: it joins the run in progress.',
  },
  QUEUE_IN_USE: {
    title: 'A coordinator is at work and would put the jobs back',
    found: '[[process {pid}]][[ on {host}]]',
    advice: 'Stop it (Ctrl-C) first, then drain again.',
  },
  QUEUE_SETTINGS_DIFFER: {
    title: 'This worker would store images otherwise than the coordinator asks[[: {store}]]',
    expected: 'the same `headers` for the store in both configurations',
    advice:
      'Give the worker the coordinator’s configuration (`--config FILE`), then start it again. The job was given back.',
  },
  QUEUE_JOB_DEAD: {
    title: 'Workers gave this image up',
    found: '[[{found}]]',
    advice:
      '`imgferry queue failed` shows the whole error. Mend its cause, then `imgferry queue retry`, then run the same command again.',
  },
} as const satisfies Readonly<Record<string, ErrorText>>;

export const queueNotes: Readonly<Record<QueueNoteId, string>> = {
  'queue-away': 'Redis went away[[: {address}]]; waited for it.',
  'queue-back': 'Redis is back[[: {address}]].',
  'queue-no-workers': 'No worker takes jobs from {address}: start some with `imgferry work --queue {address}`.',
  'queue-other-workers':
    '{workers:worker is:workers are} of another version than this command ({engine}) and can’t take its jobs; `imgferry queue status` lists them.',
};

export const queueLabels: Readonly<Record<QueueLabelId, string>> = {
  'queue-empty': 'No run was ever queued here.',
  'queue-engine': 'version',
  'queue-paused': 'paused',
  'queue-waiting': 'waiting',
  'queue-active': 'running',
  'queue-delayed': 'to be tried again',
  'queue-results': 'results to fetch',
  'queue-dead': 'given up',
  'queue-state': 'state',
  'queue-takes': 'open',
  'queue-workers': 'Workers',
  'queue-coordinators': 'Coordinators',
  'queue-process': '{host}, process {pid}, version {engine}, since {since|time}',
  'queue-memory': 'Redis uses {bytes|bytes}',
  'queue-was-paused':
    'Paused: workers finish what they have and take no more. `imgferry queue resume` lets them go on.',
  'queue-was-resumed': 'Workers take jobs again.',
  'queue-was-drained': '{n:job or result:jobs and results} removed.',
  'queue-was-retried': '{n:job:jobs} sent again. Run the same command again to have their results.',
  'queue-none-dead': 'No job was given up.',
  'queue-dead-job': '{url}\n  job {id}\n  run {run} · version {engine} · begun {attempts:time:times} · {at|time}',
};
