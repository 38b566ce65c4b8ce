import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { DeadJob, QueueStatus } from '../../../src/core/queue-state.js';
import { renderDeadJobs, renderQueueStatus } from '../../../src/report/queue/render-queue.js';

const view = { lang: 'en', color: false, verbose: false, width: 100 } as const;
const engine = '0.1.0-1a2b3c4d';
const status: QueueStatus = {
  engines: [{ engine, isPaused: true, waiting: 3, active: 2, delayed: 1, results: 4, dead: 5 }],
  processes: [{ engine, role: 'worker', host: 'box', pid: 42, since: 0 }],
  memory: 4_600_000,
};
const dead: DeadJob = {
  engine,
  id: 'a'.repeat(64),
  run: '20261128-120000-abcd',
  url: 'https://old.example.com/猫.png',
  attempts: 3,
  at: 0,
  reason: 'a bug',
  stack: ['TypeError: a bug\n    at once'],
};

describe('the state of a queue', () => {
  it('is a line a version, and who works', () => {
    const text = renderQueueStatus(status, { format: 'text', ...view });
    expect(text).toMatch(/0\.1\.0-1a2b3c4d +paused +3 +2 +1 +4 +5/);
    expect(text).toContain('Coordinators: 0');
    expect(text).toContain('box, process 42');
  });

  it('is JSON as the published schema says', () => {
    expect(faults('queue', renderQueueStatus(status, { format: 'json', ...view }))).toEqual([]);
    expect(faults('queue', '{"version": 1}')).not.toEqual([]);
  });
});

describe('jobs that were given up', () => {
  it('are told with the whole error', () => {
    const text = renderDeadJobs([dead], { format: 'text', ...view });
    for (const part of [dead.url, dead.id, dead.run, 'TypeError: a bug', 'at once']) expect(text).toContain(part);
    expect(renderDeadJobs([], { format: 'text', ...view })).toBe('No job was given up.\n');
  });

  it('are JSON as the published schema says', () => {
    expect(faults('queue-failed', renderDeadJobs([dead], { format: 'json', ...view }))).toEqual([]);
  });
});

function faults(schema: string, json: string): readonly unknown[] {
  const file = new URL(`../../../config/schemas/${schema}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
  return validate(JSON.parse(json)) ? [] : (validate.errors ?? []);
}
