import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureProcess } from './measure-process.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const imgferry = here('../bin/imgferry.js');
const threads = { UV_THREADPOOL_SIZE: String(availableParallelism() * 2 + 4) };

/**
 * The main job over a folder of images: ten to a post, from a loopback origin into a folder, as WebP at quality 80.
 * Then the same command again, which has nothing to do.
 */
export async function runMainJob({ folder, names }) {
  const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-site-'));
  const origin = await startOrigin(folder);
  try {
    writePosts(join(site, 'posts'), names);
    const argv = [
      ...[imgferry, 'migrate', 'posts', '--to', 'file:store', '--public-url', 'https://img.example.com/'],
      ...['--remap', `https://old.example.com/=http://127.0.0.1:${origin.port}/`, '--allow-host', '127.0.0.1'],
      ...['--image-format', 'webp', '--quality', '80', '--write', '--format', 'json'],
    ];
    const first = await measured(argv, site);
    const stored = readdirSync(join(site, 'store'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const again = await measured(argv, site);
    return { first, again, stored: stored.length, outcome: JSON.parse(first.stdout) };
  } finally {
    origin.stop();
    rmSync(site, { recursive: true, force: true });
  }
}

async function measured(argv, cwd) {
  const run = await measureProcess(argv, { cwd });
  if (run.exitCode !== 0)
    throw new Error(`imgferry ended with ${run.exitCode}:\n${run.stderr}\n${run.stdout.slice(-2000)}`);
  return run;
}

/** Encoding alone, at the number at once that is fastest here. */
export async function measureFloor(folder) {
  let best;
  for (const atOnce of [availableParallelism(), availableParallelism() + 1, availableParallelism() + 2]) {
    const { stdout, stderr, exitCode } = await measureProcess([here('floor.mjs'), folder, String(atOnce)], {
      env: threads,
    });
    if (exitCode !== 0) throw new Error(stderr);
    const run = { ...JSON.parse(stdout), atOnce };
    if (best === undefined || run.elapsed < best.elapsed) best = run;
  }
  return best;
}

/** Median over some starts, in ms. */
export async function measureStart(argv, rounds = 11) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push((await measureProcess(argv)).elapsed);
  return times.sort((left, right) => left - right)[Math.floor(rounds / 2)];
}

export const measureHelp = () => measureStart([imgferry, '--help']);

function writePosts(folder, names) {
  mkdirSync(folder, { recursive: true });
  for (let post = 0; post * 10 < names.length; post += 1) {
    const images = names.slice(post * 10, post * 10 + 10);
    const lines = images.map((name) => `Some words about it.\n\n![${name}](https://old.example.com/${name})\n`);
    const text = `---\ntitle: Post ${post}\ndate: 2024-05-0${(post % 9) + 1}\n---\n\n${lines.join('\n')}`;
    writeFileSync(join(folder, `post-${String(post).padStart(4, '0')}.md`), text);
  }
}

function startOrigin(folder) {
  const child = spawn(process.execPath, [here('origin.mjs'), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (port) => resolve({ port: Number(port), stop: () => child.stdin.end() }));
  });
}
