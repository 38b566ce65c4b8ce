import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../examples/library/', import.meta.url);
const page = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');

describe('docs/library.md', () => {
  it.each(readdirSync(folder))('shows %s as it is compiled', (name) => {
    expect(page).toContain(readFileSync(new URL(name, folder), 'utf8'));
  });
});
