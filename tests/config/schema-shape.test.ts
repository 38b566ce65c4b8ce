import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';

it('the JSON schema tells a good configuration from a bad one', async () => {
  const file = new URL('../../config/schemas/imgferry.schema.json', import.meta.url);
  const schema: object = JSON.parse(await readFile(file, 'utf8'));
  const validate = new Ajv2020({ strict: false, formats: { uri: true } }).compile(schema);
  expect(validate({ to: 'main', maxBytes: '50MiB', posts: 'posts', stores: { main: { url: 'file:images' } } })).toBe(
    true,
  );
  expect(validate({ maxBytes: 'many' })).toBe(false);
  expect(validate({ unknown: 1 })).toBe(false);
});
