import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** Imports one of the tests' own servers (tests/support), which are written in TypeScript. */
export async function loadTestServer(name) {
  const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-server-'));
  try {
    const input = fileURLToPath(new URL(`../tests/support/${name}.ts`, import.meta.url));
    const bundle = await rolldown({ input, platform: 'node' });
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'server.mjs' });
    await bundle.close();
    return await import(pathToFileURL(join(folder, 'server.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
