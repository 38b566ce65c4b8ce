// Puts what tsc made into few files under dist/program/, with the libraries that are plain JavaScript: opening hundreds of
// small modules takes longer than most commands do. A command's own part stays a file of its own, loaded when it runs.
// Last step of `npm run build`.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'dist/program');
/** They bring machine code, which is found from their own place. */
const withMachineCode = ['sharp', 'libsql', '@jsquash/oxipng/codec/pkg/squoosh_oxipng.js'];

/** Whoever uses a queue installs them. */
const optional = ['bullmq', 'ioredis'];

/** What the program uses of undici: its index loads fetch, cookies and sockets too, and through them those of Node itself. */
const undiciParts = {
  Agent: 'dispatcher/agent',
  Pool: 'dispatcher/pool',
  ProxyAgent: 'dispatcher/proxy-agent',
  Socks5ProxyAgent: 'dispatcher/socks5-proxy-agent',
  buildConnector: 'core/connect',
  errors: 'core/errors',
};
const { resolve } = createRequire(import.meta.url);
const undici = {
  name: 'undici-parts',
  resolveId: (id) => (id === 'undici' ? 'undici-parts' : null),
  load(id) {
    if (id !== 'undici-parts') return null;
    return Object.entries(undiciParts)
      .map(([name, part]) => `export { default as ${name} } from ${JSON.stringify(resolve(`undici/lib/${part}.js`))};`)
      .join('\n');
  },
};

rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  // a process's own file stands beside whoever starts it
  input: { main: join(root, 'dist/cli/main.js'), 'prepare-process': join(root, 'dist/app/prepare/prepare-process.js') },
  platform: 'node',
  external: [...withMachineCode, ...optional],
  plugins: [undici],
  onLog(_level, log) {
    throw new Error(log.message);
  },
});
const { output } = await bundle.write({ dir: folder, format: 'esm', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
writeFileSync(join(folder, 'LICENSES.txt'), licensesOf(output.flatMap((chunk) => chunk.moduleIds ?? [])));

/** The licences of the libraries that are in the bundle ask to go with it. */
function licensesOf(modules) {
  const packages = new Set(
    modules.map((id) => /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id)?.[0]).filter(Boolean),
  );
  const texts = [...packages].sort().map((place) => {
    const { name, version, license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenseIn(place)}`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseIn(place) {
  const file = readdirSync(place).find((name) => /^licen[cs]e(?:[.-]|$)/i.test(name));
  if (file === undefined) throw new Error(`${place} has no licence`);
  return readFileSync(join(place, file), 'utf8');
}
