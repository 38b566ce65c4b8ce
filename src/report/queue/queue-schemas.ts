import { closed, draft, type JsonSchema, listOf } from '../json-schema.js';

const text = { type: 'string' } as const;
const instant = { type: 'string', format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** JSON schema of `imgferry queue status --format json`. */
export function queueStatusSchema(): JsonSchema {
  const engine = {
    engine: { ...text, description: 'version, and what has to be equal for two machines to make the same of an image' },
    waiting: count,
    active: count,
    delayed: { ...count, description: 'wait to be tried again' },
    results: { ...count, description: 'results that no coordinator has taken yet' },
    dead: { ...count, description: 'given up: see queue failed' },
    paused: { type: 'boolean' },
  };
  const role = { enum: ['coordinator', 'worker'] };
  return {
    $schema: draft,
    title: 'imgferry queue status --format json',
    ...closed({
      version: { const: 1 },
      memory: { ...count, description: 'bytes that Redis uses in all' },
      engines: listOf(closed(engine)),
      processes: listOf(closed({ engine: text, role, host: text, pid: count, since: instant })),
    }),
  };
}

/** JSON schema of `imgferry queue failed --format json`. */
export function deadJobsSchema(): JsonSchema {
  const job = {
    engine: text,
    id: { ...text, description: 'what queue retry takes' },
    run: text,
    url: text,
    attempts: { ...count, description: 'how often it was begun' },
    at: instant,
    reason: text,
    stack: listOf(text),
  };
  return {
    $schema: draft,
    title: 'imgferry queue failed --format json',
    ...closed({ version: { const: 1 }, jobs: listOf(closed(job)) }),
  };
}
