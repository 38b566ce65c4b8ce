// npm run bench -- again [--quick] [--count N] [--per-post N] [--rounds N]: images of 2 kB moved once, how long each takes, and
// then the same command with nothing to do, while the origin is gone: beside bare Node and reading the posts.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { migrateFrom } from './main-job.mjs';
import { measureProcess } from './measure-process.mjs';
import { writePosts } from './site.mjs';
import { makeSmallImages } from './small-images.mjs';
import { startOrigin } from './start-origin.mjs';

const options = readOptions({
  count: { full: 1000, quick: 200 },
  'per-post': { full: 5, quick: 5 },
  rounds: { full: 5, quick: 2 },
});
const { count, rounds, json } = options;
const { folder, names } = await makeSmallImages({ count, bytes: 2000 });
const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-site-'));

async function measured(argv) {
  const run = await measureProcess(argv, { cwd: site });
  if (run.exitCode !== 0) throw new Error(`ended with ${run.exitCode}:\n${run.stderr}\n${run.stdout.slice(-2000)}`);
  return run;
}

try {
  const posts = writePosts(join(site, 'posts'), names, options['per-post']);
  const origin = await startOrigin(folder);
  const argv = migrateFrom(`http://127.0.0.1:${origin.port}/`, ['--optimize', 'off']);
  const first = await measured(argv);
  origin.stop(); // what asks for an image now fails
  const runs = await inTurns(
    {
      'node -e 0': () => measured(['-e', '0']),
      'reading the posts': () => measured([fileURLToPath(new URL('read-posts.mjs', import.meta.url)), 'posts']),
      'imgferry again': () => measured(argv),
    },
    rounds,
  );
  printHeader(`${count} images in ${posts} posts`);
  printRuns(new Map([['imgferry, the first time', [first]], ...runs]), { 'imgferry again': ['reading the posts'] });
  const ledger = statSync(join(site, '.imgferry/ledger.db')).size;
  console.log(
    `\nthe first time: ${(first.elapsed / count).toFixed(2)} ms an image; ledger ${(ledger / count).toFixed(0)} bytes an image`,
  );
  saveRuns(json, 'again', runs);
} finally {
  rmSync(site, { recursive: true, force: true });
}
