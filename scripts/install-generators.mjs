// npm run generators: installs what builds the sites of the tests, each by its lockfile, if it isn't there yet.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, generators, isInstalled, manifestFolder, stampOf } from './generator-cache.mjs';

const npm = process.env.npm_execpath;

for (const generator of generators) {
  const folder = cacheFolder(generator);
  if (isInstalled(generator)) {
    console.log(`${generator}: installed`);
    continue;
  }
  const startedAt = performance.now();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json'])
    cpSync(join(manifestFolder(generator), name), join(folder, name));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [file, argv] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  execFileSync(file, argv, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(stampOf(generator), '');
  console.log(`${generator}: installed in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
