// One way over all pictures, in a process of its own so that it can be measured: MODE FOLDER MAX-MEGAPIXELS OUT.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { inspectImage } from '../dist/inspect/inspect-image.js';
import { judgeContent } from '../dist/optimize/content/judge-content.js';
import { measureContent } from '../dist/optimize/content/measure-content.js';
import { optimizeImage } from '../dist/optimize/optimize-image.js';
import { readPixels } from '../dist/optimize/pixels/read-pixels.js';
import { createScorer } from '../dist/optimize/score/create-scorer.js';
import { modeNamed } from './optimize-modes.mjs';
import { listPictures } from './optimize-pictures.mjs';

console.log = () => {}; // the other implementation of the score talks
sharp.concurrency(1);
const [name, folder, maxMegapixels, out] = process.argv.slice(2);
const mode = modeNamed(name);
const { signal } = new AbortController();
const scorer = createScorer({ threads: availableParallelism() });
const look = async (bytes, facts) => judgeContent(measureContent(await readPixels(bytes, facts, { signal }))).kind;
const limit = pLimit(availableParallelism() + 1);
const pictures = await listPictures(folder, Number(maxMegapixels));
const results = await Promise.all(pictures.map((picture) => limit(() => run(picture))));
await writeFile(join(out, 'results.json'), JSON.stringify(results));
await scorer.close();

async function run(picture) {
  const bytes = await readFile(join(folder, picture.name));
  const { facts } = await inspectImage({ bytes }, { signal, deep: false });
  const result = await mode(bytes, facts, { optimizeImage, scorer, signal, look });
  const { format, reason = result.bytes ? 'encoded' : 'kept' } = result;
  if (!result.bytes) return { name: picture.name, bytes: bytes.length, format, reason };
  const file = `${picture.name}.${format}`;
  await writeFile(join(out, file), result.bytes);
  return { name: picture.name, bytes: result.bytes.length, format, reason, file };
}
