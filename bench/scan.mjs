// node bench/scan.mjs [--count N] [--rounds N]: `imgferry scan` over posts of 10 kB, beside a program that reads them and
// does nothing else: each a whole process, from its start, in pairs. Needs `npm run build`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makePosts } from './make-posts.mjs';
import { measureProcess } from './measure-process.mjs';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '7' } },
});
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-posts-'));
try {
  const bytes = await makePosts(join(site, 'posts'), {
    count: Number(values.count),
    sources: [here('../node_modules/')],
  });
  const programs = {
    'node -e 0': ['-e', '0'],
    'reading them': [here('read-posts.mjs'), 'posts'],
    'imgferry scan': [here('../bin/imgferry.js'), 'scan', 'posts', '--format', 'ndjson', '--output', '/dev/null'],
  };
  const runs = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, argv] of Object.entries(programs)) runs[name].push(await measured(argv));
  console.log(`${values.count} posts, ${(bytes / 1e6).toFixed(1)} MB; Node ${process.version}`);
  const reading = median(runs['reading them'], 'elapsed');
  for (const [name, measures] of Object.entries(runs)) {
    const [elapsed, cpu, memory] = ['elapsed', 'cpu', 'peakMemory'].map((field) => median(measures, field));
    const ratio = (elapsed / reading).toFixed(2);
    console.log(
      `${name.padEnd(14)} ${elapsed.toFixed(0).padStart(6)} ms  ${cpu} ms of CPU  ${(memory / 1e6).toFixed(0)} MB  ${ratio} x`,
    );
  }
} finally {
  rmSync(site, { recursive: true, force: true });
}

async function measured(argv) {
  const run = await measureProcess(argv, { cwd: site });
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return run;
}

function median(measures, field) {
  const sorted = measures.map((measure) => measure[field] ?? Number.NaN).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
