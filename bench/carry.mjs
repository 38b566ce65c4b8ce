// npm run bench -- carry [--quick] [--count N] [--bytes N] [--rounds N]: fetching and storing without encoding, beside a
// bare loop of undici with the same limits, and one that looks at every pixel as imgferry does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { migrateFrom } from './main-job.mjs';
import { measureProcess } from './measure-process.mjs';
import { writePosts } from './site.mjs';
import { makeSmallImages } from './small-images.mjs';
import { startOrigin } from './start-origin.mjs';

const { count, bytes, rounds, json } = readOptions({
  count: { full: 5000, quick: 300 },
  bytes: { full: 60_000, quick: 60_000 },
  rounds: { full: 3, quick: 1 },
});
const { folder, names } = await makeSmallImages({ count, bytes });
const origin = await startOrigin(folder);
const address = `http://127.0.0.1:${origin.port}/`;
const loop = (...more) => [
  fileURLToPath(new URL('carry-loop.mjs', import.meta.url)),
  folder,
  'store',
  address,
  '16',
  ...more,
];

async function inFolder(argv) {
  const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-site-'));
  try {
    writePosts(join(site, 'posts'), names);
    const run = await measureProcess(argv, { cwd: site });
    if (run.exitCode !== 0) throw new Error(`ended with ${run.exitCode}:\n${run.stderr}\n${run.stdout.slice(-2000)}`);
    return run;
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
}

try {
  const ways = {
    'undici alone': () => inFolder(loop()),
    'undici and decoding': () => inFolder(loop('decode')),
    imgferry: () => inFolder(migrateFrom(address, ['--optimize', 'off', '--concurrency', '16'])),
  };
  const runs = await inTurns(ways, rounds);
  printHeader(`${count} images of ${bytes / 1000} kB, 16 at once, nothing encoded`);
  printRuns(runs, { imgferry: ['undici alone', 'undici and decoding'] });
  saveRuns(json, 'carry', runs);
} finally {
  origin.stop();
}
