import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createTestSite, newBase, oldBase } from '../support/migration.js';

/** What is wrong with a value by one of the published schemas; nothing where it fits. */
function faultsBy(schema: string, value: unknown): unknown {
  const text = readFileSync(new URL(`../../config/schemas/${schema}.schema.json`, import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true, uri: true } });
  return ajv.validate(JSON.parse(text), value) ? undefined : ajv.errors;
}

describe('what the program prints for scripts', () => {
  it('fits the published schemas: a plan, a run with failures, undo, a repair, scan, runs, doctor', async () => {
    const post = `![a](${oldBase}a.png) ![gone](${oldBase}gone.png) ![missing](missing.png)\n`;
    const site = await createTestSite({ 'posts/p.md': post }, { '/a.png': { picture: { seed: 1 } } });
    const json = async (args: readonly string[]): Promise<unknown> =>
      JSON.parse((await site.run([...args, '--format', 'json'])).stdout);
    expect(faultsBy('outcome', JSON.parse((await site.migrate(['--format', 'json'])).stdout))).toBeUndefined();
    expect(
      faultsBy('outcome', JSON.parse((await site.migrate(['--write', '--format', 'json'])).stdout)),
    ).toBeUndefined();
    expect(faultsBy('runs', await json(['runs']))).toBeUndefined();
    expect(faultsBy('outcome', await json(['undo']))).toBeUndefined();
    expect(faultsBy('outcome', await json(['repair', 'posts', '--wayback', 'off']))).toBeUndefined();
    expect(faultsBy('scan', await json(['scan', 'posts']))).toBeUndefined();
    expect(faultsBy('doctor', await json(['doctor', '--to', 'file:store', '--public-url', newBase]))).toBeUndefined();
    const lines = (await site.run(['scan', 'posts', '--format', 'ndjson'])).stdout.trim().split('\n');
    expect(lines.map((line) => faultsBy('scan-line', JSON.parse(line)))).toEqual([undefined, undefined, undefined]);
  });
});
