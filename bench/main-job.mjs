// The main job and what does the same: each brings the images of posts from a loopback origin into a folder, as WebP at
// quality 80, in a folder of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureProcess } from './measure-process.mjs';
import { countDamaged, newBase, oldBase, writePosts } from './site.mjs';
import { startOrigin } from './start-origin.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const imgferry = here('../bin/imgferry.js');
const threads = { UV_THREADPOOL_SIZE: String(availableParallelism() * 2 + 4) };

/** How each way is started; all in the site's folder, with `posts` and, afterwards, `store`. */
const ways = {
  imgferry: ({ origin }) => ({ argv: migrateFrom(origin, ['--image-format', 'webp', '--quality', '80']) }),
  'shell pipeline': ({ origin }) => ({ program: here('shell-pipeline.sh'), argv: ['posts', 'store', origin, 'names'] }),
  'naive loop': ({ origin }) => ({ argv: [here('naive-loop.mjs'), 'posts', 'store', origin] }),
};

/** The command that moves everything from an origin into the folder `store`. */
export const migrateFrom = (origin, more) => [
  ...[imgferry, 'migrate', 'posts', '--to', 'file:store', '--public-url', newBase],
  ...['--remap', `${oldBase}=${origin}`, '--allow-host', '127.0.0.1', '--write', '--format', 'json', ...more],
];

/** @returns what the process took, with how many posts were damaged */
export async function runMainJob(way, { folder, names, latency }) {
  const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-site-'));
  const origin = await startOrigin(folder, latency);
  try {
    const posts = writePosts(join(site, 'posts'), names);
    writeFileSync(join(site, 'names'), names.map((name) => `${name}\n`).join(''));
    const { argv, program } = ways[way]({ origin: `http://127.0.0.1:${origin.port}/` });
    const run = await measureProcess(argv, { cwd: site, ...(program === undefined ? {} : { program }) });
    if (run.exitCode !== 0)
      throw new Error(`${way} ended with ${run.exitCode}:\n${run.stderr}\n${run.stdout.slice(-2000)}`);
    return { ...run, posts, damaged: countDamaged(join(site, 'posts'), join(site, 'store'), names) };
  } finally {
    origin.stop();
    rmSync(site, { recursive: true, force: true });
  }
}

/** Encoding alone, at the number at once that is fastest here. */
export async function measureFloor(folder) {
  let best;
  for (const atOnce of [availableParallelism(), availableParallelism() + 1, availableParallelism() + 2]) {
    const run = await runFloor(folder, atOnce, 'preloaded');
    if (best === undefined || run.elapsed < best.elapsed) best = { ...run, atOnce };
  }
  const { peakMemory } = await runFloor(folder, best.atOnce, 'as-needed');
  return { ...best, peakMemory };
}

async function runFloor(folder, atOnce, input) {
  const argv = [here('floor.mjs'), folder, String(atOnce), input];
  const { stdout, stderr, exitCode, peakMemory } = await measureProcess(argv, { env: threads });
  if (exitCode !== 0) throw new Error(stderr);
  return { ...JSON.parse(stdout), peakMemory };
}
