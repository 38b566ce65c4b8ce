import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { loadConfig } from '../../src/config/load-config.js';
import { resolveSettings } from '../../src/config/resolve-settings.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const presets = await readdir(`${root}config/presets`);

describe('what is shipped in config/', () => {
  it.each(presets)('preset %s is a valid configuration', async (name) => {
    const loaded = await loadConfig({ cwd: root, file: `config/presets/${name}`, env: { home: root } });
    const settings = await resolveSettings(loaded);
    expect(Object.keys(settings.stores)).toContain(settings.to);
  });

  it('the JSON schema is current (scripts/generate-schemas.mjs writes it)', async () => {
    const written: unknown = JSON.parse(await readFile(`${root}config/schemas/imgferry.schema.json`, 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });
});
