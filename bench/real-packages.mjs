// node bench/real-packages.mjs: downloads the packages of real-packages.txt through npm, and compares the images that the
// locator finds in their READMEs and docs with those of commonmark.js. Only Markdown is kept, in .imgferry/real-packages;
// what is there already isn't downloaded again. Nothing of a package is run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTarball } from './read-tarball.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.imgferry', 'real-packages');
const packages = (await readFile(new URL('real-packages.txt', import.meta.url), 'utf8')).trim().split('\n');
await mkdir(folder, { recursive: true });

const missing = packages.filter((name) => !existsSync(join(folder, name)));
for (let at = 0; at < missing.length; at += 30) await download(missing.slice(at, at + 30));
console.log(`${packages.length} packages`);
process.exitCode = run([
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  'tests/scan/locate/real-documents.test.ts',
]);

async function download(names) {
  const downloads = await mkdtemp(join(root, '.imgferry', 'downloads-'));
  try {
    for (const { filename, id } of pack(names, downloads))
      await keepMarkdown(join(downloads, filename), join(folder, id));
    console.log(`${names[0]} to ${names.at(-1)} are here`);
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}

function pack(names, downloads) {
  const options = ['--json', '--ignore-scripts', '--pack-destination', downloads];
  const { status, stderr, stdout } = spawnSync('npm', ['pack', ...options, ...names], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm pack failed:\n${stderr}`);
  return JSON.parse(stdout);
}

async function keepMarkdown(tarball, target) {
  for (const { content, path } of readTarball(await readFile(tarball))) {
    if (!/\.(?:md|markdown)$/i.test(path) || path.split('/').includes('..')) continue;
    const file = join(target, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function run(argv) {
  const env = { ...process.env, REAL_DOCUMENTS: folder };
  return spawnSync(process.execPath, argv, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}
