// node bench/transfer-memory.mjs [--count N] [--format json]: peak memory of `imgferry transfer` at a thousand objects of
// 200 bytes, ten thousand, … up to N, to a folder and to the tests' OSS server: its plan, the run, and the run again.
// Needs `npm run build`.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytes, printHeader, readOptions, seconds } from './harness.mjs';
import { measureProcess } from './measure-process.mjs';
import { startServer } from './start-server.mjs';

const { count, positionals } = readOptions({ count: { full: 100_000, quick: 1000 } });
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-transfer-memory-'));
const env = { OSS_ACCESS_KEY_ID: 'bench-id', OSS_ACCESS_KEY_SECRET: 'bench-secret' };

printHeader(`transfer of up to ${count} objects of 200 bytes: peak memory`);
const server = await startServer('oss-server-process.mjs');
try {
  for (let objects = Math.min(1000, count); objects <= count; objects *= 10) {
    const source = writeObjects(objects);
    const targets = {
      folder: `file:target-${objects}`,
      OSS: `oss://bench/${objects}/?region=cn-hangzhou&endpoint=http://127.0.0.1:${server.port}`,
    };
    for (const [kind, target] of Object.entries(targets)) await measure(kind, objects, source, target);
    rmSync(join(folder, String(objects)), { recursive: true });
  }
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A thousand in a folder. */
function writeObjects(objects) {
  const source = join(folder, String(objects), 'source');
  for (let at = 0; at < objects; at += 1) {
    const month = join(source, String(Math.floor(at / 1000)).padStart(4, '0'));
    if (at % 1000 === 0) mkdirSync(month, { recursive: true });
    writeFileSync(join(month, `photo-${at}.jpg`), randomBytes(200));
  }
  return source;
}

async function measure(kind, objects, source, target) {
  const cwd = join(folder, String(objects), kind);
  mkdirSync(cwd);
  const steps = { plan: [], run: ['--write'], again: ['--write'], check: ['--check'] };
  for (const [step, args] of Object.entries(steps)) {
    const argv = [here('../bin/imgferry.js'), 'transfer', `file:${source}`, target, ...args, ...positionals];
    const run = await measureProcess([...argv, '--allow-host', '127.0.0.1'], { cwd, env });
    if (run.exitCode !== 0) throw new Error(`${step} ended with ${run.exitCode}: ${run.stderr.slice(-2000)}`);
    console.log(
      [kind.padEnd(6), String(objects).padStart(7), step.padEnd(5), megabytes(run.peakMemory).padStart(7)].join('  '),
      ` ${seconds(run.elapsed)}`,
    );
  }
}
