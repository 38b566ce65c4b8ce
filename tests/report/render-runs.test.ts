import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/ledger.js';
import { renderRuns } from '../../src/report/render-runs.js';

const view = { lang: 'en', color: false, verbose: false, width: 80 } as const;
const startedAt = new Date(2025, 10, 24, 15, 30).getTime();
const run = (facts: Partial<RunRecord>): RunRecord => ({
  id: '20251124-153042-1a2b',
  command: 'migrate',
  startedAt,
  state: 'done',
  standing: 2,
  undone: 0,
  edits: 15,
  ...facts,
});

describe('renderRuns', () => {
  it('lists runs with what became of their edits', () => {
    const runs = [
      run({}),
      run({ undone: 2, standing: 0 }),
      run({ undone: 1, standing: 1 }),
      run({ state: 'interrupted' }),
    ];
    const lines = renderRuns(runs, { ...view, format: 'text' })
      .trimEnd()
      .split('\n');
    expect(lines[0]?.split(/ {2,}/)).toEqual(['run', 'command', 'started', 'changed', 'edits', 'state']); // objects, too
    expect(lines[1]).toMatch(/^20251124-153042-1a2b {2}migrate {2}2025-11-24 15:30 +2 +15 {2}done$/);
    expect(lines.slice(2).map((line) => line.split(/ {2,}/).at(-1))).toEqual([
      'undone',
      'partly undone',
      'interrupted',
    ]);
  });

  it('says so where there is none', () => {
    expect(renderRuns([], { ...view, format: 'text' })).toBe('No run is remembered here.\n');
    expect(renderRuns([], { ...view, lang: 'zh', format: 'text' })).toBe('这里没有运行记录。\n');
  });

  it('writes JSON that fits its schema', async () => {
    const file = new URL('../../config/schemas/runs.schema.json', import.meta.url);
    const schema: object = JSON.parse(await readFile(file, 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const json: unknown = JSON.parse(
      renderRuns([run({ finishedAt: startedAt + 1000 }), run({})], { ...view, format: 'json' }),
    );
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  });
});
