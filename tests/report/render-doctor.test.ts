import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { CheckFinding } from '../../src/core/finding.js';
import { renderDoctor } from '../../src/report/render-doctor.js';

const view = { lang: 'en', color: false, verbose: false, width: 80 } as const;
const findings: readonly CheckFinding[] = [
  { id: 'configuration', level: 'ok', facts: { path: 'imgferry.config.yaml' } },
  { id: 'ledger', level: 'ok', facts: { path: '/site/.imgferry', runs: 1 } },
  { id: 'store', level: 'ok', facts: { store: 'main', kind: 'oss' } },
  {
    id: 'credentials',
    level: 'problem',
    facts: { store: 'main' },
    error: { code: 'CREDENTIALS_MISSING', facts: { store: 'main', expected: ['OSS_ACCESS_KEY_ID'] } },
  },
  { id: 'clock', level: 'warn', facts: { offset: -40_000 } },
];

describe('renderDoctor', () => {
  it('shows what was looked at, in columns, with what to do', () => {
    const text = renderDoctor(findings, { ...view, format: 'text' });
    expect(text).toContain('✓ configuration  imgferry.config.yaml\n✓ ledger         /site/.imgferry, 1 run\n');
    expect(text).toMatch(
      /✗ keys {11}There are no keys for the store “main”\n.*expected: one of OSS_ACCESS_KEY_ID\n.*→ Set/,
    );
    expect(text).toMatch(/! clock {10}differs from the store’s by 40 s/);
    expect(text).toMatch(/\n1 thing needs you before a run can work\.\n$/);
  });

  it('ends well where all is well', () => {
    expect(renderDoctor(findings.slice(0, 2), { ...view, format: 'text' })).toMatch(/\nAll is well\.\n$/);
    expect(renderDoctor(findings.slice(4), { ...view, lang: 'zh', format: 'text' })).toMatch(
      /有 1 项须知，不影响运行。\n$/,
    );
  });

  it('writes JSON that fits its schema', async () => {
    const file = new URL('../../config/schemas/doctor.schema.json', import.meta.url);
    const schema: object = JSON.parse(await readFile(file, 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const json: unknown = JSON.parse(renderDoctor(findings, { ...view, format: 'json' }));
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
  });
});
