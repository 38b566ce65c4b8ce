// npm run bench -- check [--quick] [--count N] [--rounds N]: looking at images over the network, against a bare undici
// loop (check's `--quick`), against decoding alone and against both bare (`--deep`). IMGFERRY_CORPUS names a folder of
// pictures to use; without it the images are drawn.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { makeImages } from './make-images.mjs';
import { measureProcess } from './measure-process.mjs';

const { count, rounds, json } = readOptions({ count: { full: 5000, quick: 300 }, rounds: { full: 3, quick: 1 } });
const hosts = 20;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const threads = { UV_THREADPOOL_SIZE: String(availableParallelism() * 2 + 4) };

const images = await makeImages({ count: 200, corpus: process.env.IMGFERRY_CORPUS });
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-check-'));
/** What `check-loop.mjs` calls each, by what it is called here. */
const ways = {
  'bare undici': 'bare',
  'check --quick': 'quick',
  'decoding alone': 'decode',
  'bare undici and decoding': 'bareDeep',
  'check --deep': 'deep',
};

try {
  const runs = new Map([...(await measureLatency(0)), ...(await measureLatency(50))]);
  const size = (images.bytes / images.names.length / 1000).toFixed(0);
  printHeader(`${count} addresses over ${hosts} hosts, of ${images.names.length} files of ${size} kB`);
  const against = (latency) => ({
    [`check --quick, ${latency} ms`]: [`bare undici, ${latency} ms`],
    [`bare undici and decoding, ${latency} ms`]: [`decoding alone, ${latency} ms`],
    [`check --deep, ${latency} ms`]: [`decoding alone, ${latency} ms`, `bare undici and decoding, ${latency} ms`],
  });
  printRuns(runs, { ...against(0), ...against(50) });
  saveRuns(json, 'check', runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureLatency(latency) {
  const origin = await startOrigin(latency);
  try {
    const list = join(folder, `addresses-${latency}.json`);
    writeFileSync(list, JSON.stringify(addressesAt(origin.ports)));
    return await inTurns(
      Object.fromEntries(
        Object.entries(ways).map(([name, way]) => [`${name}, ${latency} ms`, () => measureWay(way, list)]),
      ),
      rounds,
    );
  } finally {
    origin.stop();
  }
}

async function measureWay(way, list) {
  const run = await measureProcess([here('check-loop.mjs'), way, images.folder, list], { env: threads });
  if (run.exitCode !== 0) throw new Error(`${way} ended with ${run.exitCode}:\n${run.stderr}`);
  return { ...JSON.parse(run.stdout), peakMemory: run.peakMemory };
}

function addressesAt(ports) {
  return Array.from({ length: count }, (_, index) => {
    const name = images.names[index % images.names.length];
    return `http://127.0.0.1:${ports[index % ports.length]}/${name}?n=${index}`;
  });
}

function startOrigin(latency) {
  const argv = [here('check-origin.mjs'), images.folder, String(hosts), String(latency)];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (ports) => resolve({ ports: JSON.parse(ports), stop: () => child.stdin.end() }));
  });
}
