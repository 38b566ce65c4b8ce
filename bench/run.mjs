// npm run bench -- --only main [--count N]: the main job against the floor. IMGFERRY_CORPUS names a folder of pictures to use;
// without it the images are drawn.
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measureFloor, measureHelp, measureStart, runMainJob } from './main-job.mjs';
import { makeImages } from './make-images.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } });
const images = await makeImages({ count: Number(values.count), corpus: process.env.IMGFERRY_CORPUS });
const floor = await measureFloor(images.folder);
const { first, again, stored, outcome } = await runMainJob(images);
const [help, node] = [await measureHelp(), await measureStart(['-e', '0'])];

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes) => (bytes === undefined ? 'not known here' : `${(bytes / 1e6).toFixed(0)} MB`);
const rows = [
  ['images', `${images.names.length}, ${megabytes(images.bytes)}, ${(floor.pixels / 1e6).toFixed(0)} MP`],
  ['machine', `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`],
  ['encoding alone', `${seconds(floor.elapsed)}, ${seconds(floor.cpu)} of CPU (${floor.atOnce} at once)`],
  ['main job', `${seconds(first.elapsed)}, ${seconds(first.cpu ?? Number.NaN)} of CPU`],
  [
    'ratio',
    `${(first.elapsed / floor.elapsed).toFixed(3)}, of CPU ${((first.cpu ?? Number.NaN) / floor.cpu).toFixed(3)}`,
  ],
  ['peak memory', megabytes(first.peakMemory)],
  ['objects', `${stored}, ${megabytes(outcome.totals.bytesBefore)} to ${megabytes(outcome.totals.bytesAfter)}`],
  ['again, nothing to do', seconds(again.elapsed)],
  ['imgferry --help', `${help.toFixed(0)} ms (node -e 0: ${node.toFixed(0)} ms)`],
];
const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`);
