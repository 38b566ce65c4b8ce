import type { DeadJob, LivingProcess, QueueStatus } from '../../core/queue-state.js';
import { jsonText } from '../../lib/json-text.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import { createTextStyle } from '../text-style.js';
import { textTable } from '../text-table.js';
import type { View } from '../view.js';

interface Format extends View {
  readonly format: 'text' | 'json';
}

/** What waits, runs and is done, and who works. */
export function renderQueueStatus(status: QueueStatus, { format, ...view }: Format): string {
  return format === 'json' ? json(statusRecord(status)) : statusText(status, view);
}

/** What workers gave up, with whole errors. */
export function renderDeadJobs(jobs: readonly DeadJob[], { format, ...view }: Format): string {
  return format === 'json' ? json({ version: 1, jobs: jobs.map(deadRecord) }) : deadText(jobs, view);
}

const json = (value: unknown): string => `${jsonText(value, 2)}\n`;
const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const statusRecord = ({ engines, processes, memory }: QueueStatus) => ({
  version: 1,
  memory,
  engines: engines.map(({ isPaused: paused, ...counts }) => ({ ...counts, paused })),
  processes: processes.map((process) => ({ ...process, since: iso(process.since) })),
});

const deadRecord = (job: DeadJob) => ({ ...job, at: iso(job.at) });

function statusText({ engines, processes, memory }: QueueStatus, { lang, color }: View): string {
  if (engines.length === 0) return `${label('queue-empty', lang)}\n`;
  const style = createTextStyle({ color });
  const numbers = ['waiting', 'active', 'delayed', 'results', 'dead'] as const;
  const columns = [
    { title: label('queue-engine', lang) },
    { title: label('queue-state', lang) },
    ...numbers.map((name) => ({ title: label(`queue-${name}`, lang), align: 'end' as const })),
  ];
  const rows = engines.map((engine) => [
    engine.engine,
    label(engine.isPaused ? 'queue-paused' : 'queue-takes', lang),
    ...numbers.map((name) => String(engine[name])),
  ]);
  const [titles = '', ...lines] = textTable(columns, rows);
  const people = (['coordinator', 'worker'] as const).flatMap((role) => {
    const named = processes.filter((process) => process.role === role);
    const told = named.map((process: LivingProcess) => `  ${printable(label('queue-process', lang, { ...process }))}`);
    return [`${label(`queue-${role}s`, lang)}: ${named.length}`, ...told];
  });
  const used = label('queue-memory', lang, { bytes: memory });
  return `${[style('dim', titles), ...lines, '', ...people, '', used].join('\n')}\n`;
}

function deadText(jobs: readonly DeadJob[], { lang }: View): string {
  if (jobs.length === 0) return `${label('queue-none-dead', lang)}\n`;
  return `${jobs.map((job) => deadEntry(job, lang)).join('\n')}\n`;
}

function deadEntry(job: DeadJob, lang: View['lang']): string {
  const { reason, stack, ...facts } = job;
  const told = label('queue-dead-job', lang, { ...facts, url: printable(facts.url) });
  const whole = stack.at(-1)?.includes(reason) ? (stack.at(-1) ?? reason) : [reason, ...stack.slice(-1)].join('\n');
  return `${told}\n${whole
    .split('\n')
    .map((line) => `    ${printable(line)}`)
    .join('\n')}`;
}
