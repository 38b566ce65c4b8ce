import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = new URL('../../', import.meta.url);

/** The servers that the tests check against: Node 20 reads no TypeScript, so they are bundled first. */
export async function loadBrokenServers() {
  const file = fileURLToPath(new URL('node_modules/.cache/imgferry-bench/broken-servers.mjs', root));
  const bundle = await rolldown({
    input: fileURLToPath(new URL('tests/support/broken-servers.ts', root)),
    platform: 'node',
    external: ['sharp'],
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return import(pathToFileURL(file));
}
