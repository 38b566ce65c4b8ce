// Installs what the lockfile names and builds, each only when something changed since the last time.
// Has no dependency, so that it runs in a fresh clone.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;

const run = (...args) => {
  const [file, argv] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  // What npm says belongs on stderr: stdout is for what the command itself prints.
  execFileSync(file, argv, { cwd: root, stdio: ['ignore', process.stderr, process.stderr] });
};

const digestOf = (files) => {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

const filesBelow = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();

const once = (stamp, digest, act) => {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === digest) return;
  act();
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, digest);
};

if (!process.argv.includes('--build-only'))
  once('node_modules/.imgferry-installed', digestOf(['package-lock.json']), () =>
    run('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'),
  );
once(
  'dist/.built',
  digestOf(['tsconfig.json', 'package-lock.json', 'scripts/bundle-program.mjs', ...filesBelow('src')]),
  () => run('run', '--silent', 'build'),
);
