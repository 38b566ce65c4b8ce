// npm run bench -- scan [--quick] [--count N] [--rounds N]: `imgferry scan` over posts of 10 kB, beside a program that reads
// them and does nothing else: each a whole process, from its start, in turns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { imgferry } from './main-job.mjs';
import { makePosts } from './make-posts.mjs';
import { measureProcess } from './measure-process.mjs';

const { count, rounds, json } = readOptions({ count: { full: 3000, quick: 300 }, rounds: { full: 7, quick: 2 } });
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-posts-'));

async function measured(argv) {
  const run = await measureProcess(argv, { cwd: site });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return run;
}

try {
  const bytes = await makePosts(join(site, 'posts'), { count, sources: [here('../node_modules/')] });
  const ways = {
    'node -e 0': ['-e', '0'],
    'reading them': [here('read-posts.mjs'), 'posts'],
    'imgferry scan': [imgferry, 'scan', 'posts', '--format', 'ndjson', '--output', '/dev/null'],
  };
  const runs = await inTurns(
    Object.fromEntries(Object.entries(ways).map(([name, argv]) => [name, () => measured(argv)])),
    rounds,
  );
  printHeader(`${count} posts, ${(bytes / 1e6).toFixed(1)} MB`);
  printRuns(runs, { 'imgferry scan': ['reading them'] });
  saveRuns(json, 'scan', runs);
} finally {
  rmSync(site, { recursive: true, force: true });
}
