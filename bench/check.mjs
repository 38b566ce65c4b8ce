// node bench/check.mjs [--count N] [--rounds N]: looking at images over the network, against a bare undici loop
// (`--quick`), against decoding alone and against both bare (`--deep`). IMGFERRY_CORPUS names a folder of pictures to use; without it the
// images are drawn. Needs `npm run build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeImages } from './make-images.mjs';
import { measureProcess } from './measure-process.mjs';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '5000' }, rounds: { type: 'string', default: '3' } },
});
const [count, rounds] = [Number(values.count), Number(values.rounds)];
const hosts = 20;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const threads = { UV_THREADPOOL_SIZE: String(availableParallelism() * 2 + 4) };

const images = await makeImages({ count: 200, corpus: process.env.IMGFERRY_CORPUS });
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-check-'));
try {
  const rows = [
    ['images', `${count} addresses over ${hosts} hosts, of ${images.names.length} files`],
    ['mean size', `${(images.bytes / images.names.length / 1000).toFixed(0)} kB`],
    ['machine', `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`],
  ];
  for (const latency of [0, 50]) rows.push(...(await measureLatency(latency)));
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureLatency(latency) {
  const origin = await startOrigin(latency);
  try {
    const list = join(folder, `addresses-${latency}.json`);
    writeFileSync(list, JSON.stringify(addressesAt(origin.ports)));
    const best = {};
    // turn by turn, so that what else the machine does meets all of them
    for (let round = 0; round < rounds; round += 1) {
      for (const way of ['bare', 'quick', 'decode', 'bareDeep', 'deep']) {
        const run = await measureWay(way, list);
        if (best[way] === undefined || run.elapsed < best[way].elapsed) best[way] = run;
      }
    }
    return rowsOf(latency, best);
  } finally {
    origin.stop();
  }
}

function rowsOf(latency, { bare, quick, decode, bareDeep, deep }) {
  const rate = ({ elapsed }) => `${((count / elapsed) * 1000).toFixed(0)} images/s`;
  const memory = ({ peakMemory }) =>
    peakMemory === undefined ? 'memory not known here' : `${(peakMemory / 1e6).toFixed(0)} MB at most`;
  const ratio = (one, other) => (other.elapsed / one.elapsed).toFixed(2);
  return [
    [`${latency} ms: bare undici`, `${rate(bare)}, ${memory(bare)}`],
    [`${latency} ms: --quick`, `${rate(quick)}, ${memory(quick)}, ${ratio(quick, bare)} of bare`],
    [`${latency} ms: decoding alone`, `${rate(decode)}, ${memory(decode)}`],
    [
      `${latency} ms: bare undici and decoding`,
      `${rate(bareDeep)}, ${memory(bareDeep)}, ${ratio(bareDeep, decode)} of decoding`,
    ],
    [
      `${latency} ms: --deep`,
      `${rate(deep)}, ${memory(deep)}, ${ratio(deep, decode)} of decoding, ${ratio(deep, bareDeep)} of both bare`,
    ],
  ];
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
