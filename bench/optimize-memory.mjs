// node bench/optimize-memory.mjs [--count N] [--format json]: peak memory of `imgferry optimize` of a folder with a thousand
// JPEGs that become smaller, ten thousand, … up to N: its plan, the run, and the run again. Needs `npm run build`.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytes, printHeader, readOptions, seconds } from './harness.mjs';
import { measureProcess } from './measure-process.mjs';
import { makeSmallImages, shades } from './small-images.mjs';

const { count, positionals } = readOptions({ count: { full: 100_000, quick: 1000 } });
const program = fileURLToPath(new URL('../bin/imgferry.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-optimize-memory-'));

printHeader(`optimize of up to ${count} JPEGs of about 4 kB: peak memory`);
const images = await makeSmallImages({ count, bytes: 4000, draw: shades });
try {
  for (let files = Math.min(1000, count); files <= count; files *= 10) {
    const cwd = join(folder, String(files));
    mkdirSync(join(cwd, 'pictures'), { recursive: true });
    for (const name of images.names.slice(0, files))
      copyFileSync(join(images.folder, name), join(cwd, 'pictures', name));
    for (const [step, args] of Object.entries({ plan: [], run: ['--write'], again: ['--write'] }))
      await measure(files, step, args, cwd);
    rmSync(cwd, { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(files, step, args, cwd) {
  const run = await measureProcess([program, 'optimize', 'pictures', ...args, ...positionals], { cwd });
  if (run.exitCode !== 0) throw new Error(`${step} ended with ${run.exitCode}: ${run.stderr.slice(-2000)}`);
  console.log(
    [String(files).padStart(7), step.padEnd(5), megabytes(run.peakMemory).padStart(7)].join('  '),
    ` ${seconds(run.elapsed)}`,
    ` ${run.stdout.trim().split('\n').at(-1)}`,
  );
}
