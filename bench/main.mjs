// npm run bench -- main [--quick] [--count N] [--rounds N]: the main job beside encoding alone, and beside what people use
// instead, from an origin that answers at once and from one that takes 50 ms. IMGFERRY_CORPUS names a folder of pictures to
// use; without it the images are drawn. The shell pipeline needs curl, perl, and cwebp (Debian: webp).
import { spawnSync } from 'node:child_process';
import { inTurns, median, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { measureFloor, runMainJob } from './main-job.mjs';
import { makeImages } from './make-images.mjs';

const { count, rounds, json } = readOptions({ count: { full: 1000, quick: 60 }, rounds: { full: 1, quick: 1 } });
const images = await makeImages({ count, corpus: process.env.IMGFERRY_CORPUS });
const hasShell = ['curl', 'perl', 'cwebp'].every((tool) => spawnSync(tool, ['-version']).error === undefined);
const peers = ['imgferry', ...(hasShell ? ['shell pipeline'] : []), 'naive loop'];

const at = (latency) =>
  Object.fromEntries(peers.map((way) => [`${way}, ${latency} ms`, () => runMainJob(way, { ...images, latency })]));
const runs = await inTurns({ 'encoding alone': () => measureFloor(images.folder), ...at(0), ...at(50) }, rounds);

const [{ pixels, atOnce }] = runs.get('encoding alone');
printHeader(
  `${count} images, ${(images.bytes / 1e6).toFixed(0)} MB, ${(pixels / 1e6).toFixed(0)} MP; encoding alone ${atOnce} at once`,
);
const against = (latency) => ['encoding alone', ...peers.slice(1).map((way) => `${way}, ${latency} ms`)];
printRuns(runs, { 'imgferry, 0 ms': against(0), 'imgferry, 50 ms': against(50) });
console.log('');
for (const way of peers) {
  const [{ damaged, posts }] = runs.get(`${way}, 0 ms`);
  console.log(`${way}: ${damaged} of ${posts} posts damaged`);
}
const cpu = median(runs.get('imgferry, 0 ms'), 'cpu') / median(runs.get('encoding alone'), 'cpu');
const memory = median(runs.get('imgferry, 0 ms'), 'peakMemory') / median(runs.get('encoding alone'), 'peakMemory');
console.log(`imgferry to encoding alone: ${cpu.toFixed(2)} of CPU, ${memory.toFixed(2)} of memory`);
if (!hasShell) console.log('the shell pipeline did not run: it needs curl, perl and cwebp');
saveRuns(json, 'main', runs);
