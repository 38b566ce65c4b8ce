import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Packages that a source file loads, and that the files load which it imports; what is loaded later doesn't count. */
function packagesOf(file: URL, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  const source = readFileSync(fileURLToPath(file), 'utf8');
  for (const [, name = ''] of source.matchAll(/^(?:import|export) (?!type )(?:[^;]*? from )?'([^']+)';/gm)) {
    if (name.startsWith('.')) packagesOf(new URL(name.replace(/\.js$/, '.ts'), file), seen);
    else seen.add(name);
  }
  return seen;
}

describe('explainPost', () => {
  it('loads nothing that fetches, decodes or remembers', () => {
    const packages = packagesOf(new URL('../../src/app/explain.ts', import.meta.url));
    expect(packages).toContain('node:fs/promises');
    expect(packages.size).toBeGreaterThan(50);
    for (const heavy of ['sharp', 'libsql', 'undici', 'zod', 'commonmark']) expect(packages).not.toContain(heavy);
  });
});
