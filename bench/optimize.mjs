// node bench/optimize.mjs [FOLDER] [--max-megapixels 1] [--modes name,name] [--verbose]: makes pictures smaller in several ways and judges every result,
// whole, with an implementation of SSIMULACRA 2 that shares nothing with ours. IMGFERRY_CORPUS names the folder too.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureProcess } from './measure-process.mjs';
import { judgeAll } from './optimize-judge.mjs';
import { modeNames } from './optimize-modes.mjs';
import { installPeers } from './optimize-peers.mjs';
import { listPictures } from './optimize-pictures.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'max-megapixels': { type: 'string', default: '1' },
    modes: { type: 'string', default: modeNames.filter((name) => !name.includes('smallest')).join(',') },
    verbose: { type: 'boolean', default: false },
  },
});
const folder = positionals[0] ?? process.env.IMGFERRY_CORPUS;
if (folder === undefined) throw new Error('name a folder of pictures, as an argument or in IMGFERRY_CORPUS');
const pictures = await listPictures(folder, Number(values['max-megapixels']));
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const sourceBytes = sum(pictures.map(({ bytes }) => bytes));
const megapixels = sum(pictures.map((picture) => picture.megapixels));
console.log(
  `${pictures.length} pictures, ${(sourceBytes / 1e6).toFixed(1)} MB, ${megapixels.toFixed(1)} MP; ${availableParallelism()} cores, ${cpus()[0]?.model}, Node ${process.version}\n`,
);
console.log('| way | bytes | score min / p10 / median | under 80 | grew | kept | CPU s | wall s | peak MB |');
console.log('|---|---|---|---|---|---|---|---|---|');

installPeers();
const script = fileURLToPath(new URL('./optimize-mode.mjs', import.meta.url));
for (const mode of values.modes.split(',')) {
  const out = await mkdtemp(join(tmpdir(), 'imgferry-bench-'));
  const run = await measureProcess([script, mode, folder, values['max-megapixels'], out]);
  if (run.exitCode !== 0) throw new Error(run.stderr);
  const results = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
  const scores = await judgeAll(folder, out, results);
  if (values.verbose) {
    for (const { name, bytes, format, reason } of results) {
      console.error(mode, name, reason, format, bytes, scores.get(name)?.toFixed(2));
    }
  }
  const sorted = [...scores.values()].sort((one, other) => one - other);
  const at = (share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 100).toFixed(1);
  const grew = results.filter(({ name, bytes }) => bytes > (pictures.find((one) => one.name === name)?.bytes ?? 0));
  const cells = [
    mode,
    (sum(results.map(({ bytes }) => bytes)) / sourceBytes).toFixed(3),
    `${at(0)} / ${at(0.1)} / ${at(0.5)}`,
    sorted.filter((score) => score < 80).length,
    grew.length,
    results.filter(({ file }) => file === undefined).length,
    (run.cpu / 1000).toFixed(1),
    (run.elapsed / 1000).toFixed(1),
    (run.peakMemory / 1e6).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  await rm(out, { recursive: true });
}
