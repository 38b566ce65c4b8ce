import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkLineSchema, checkSchema } from '../../../src/report/check/check-schemas.js';

describe('the schemas of a check', () => {
  it.each([
    ['check', checkSchema()],
    ['check-line', checkLineSchema()],
  ])('%s.schema.json is current (scripts/generate-schemas.mjs writes it)', async (name, schema) => {
    const file = new URL(`../../../config/schemas/${name}.schema.json`, import.meta.url);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});
