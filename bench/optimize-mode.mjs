// One way over all pictures, in a process of its own so that it can be measured: MODE FOLDER MAX-MEGAPIXELS OUT.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { createEncodingRoom } from '../dist/app/prepare/encoding-room.js';
import { createPrepareStage } from '../dist/app/prepare/prepare-image.js';
import { createPrepareProcesses } from '../dist/app/prepare/prepare-processes.js';
import { inspectImage } from '../dist/inspect/inspect-image.js';
import { judgeContent } from '../dist/optimize/content/judge-content.js';
import { measureContent } from '../dist/optimize/content/measure-content.js';
import { readPixels } from '../dist/optimize/pixels/read-pixels.js';
import { modeNamed } from './optimize-modes.mjs';
import { listPictures } from './optimize-pictures.mjs';

console.log = () => {}; // the other implementation of the score talks
sharp.concurrency(1);
const [name, folder, maxMegapixels, out] = process.argv.slice(2);
const mode = modeNamed(name);
const { signal } = new AbortController();
const processes = createPrepareProcesses({ processes: availableParallelism(), variables: process.env });
const look = async (bytes, facts) => judgeContent(measureContent(await readPixels(bytes, facts, { signal }))).kind;
let room;
const limit = pLimit(availableParallelism() + 1);
const pictures = await listPictures(folder, Number(maxMegapixels));
const paths = pictures.map(({ name }) => join(folder, name));
const results = await Promise.all(pictures.map((picture) => limit(() => run(picture))));
await writeFile(join(out, 'results.json'), JSON.stringify(results));
processes.close();
await new Promise((resolve) => setTimeout(resolve, 200)); // their time is counted when they are gone

/** As `imgferry optimize` does it, apart from reading, writing and the ledger. */
async function prepare(path, policy) {
  room ??= createEncodingRoom(policy);
  const stage = createPrepareStage(policy, { processes });
  const made = await room.encode(
    () => stage.run({ content: { path }, size: 0, digest: path }, { signal }),
    await room.weightOf({ path }),
  );
  return { ...made, bytes: Buffer.isBuffer(made.content) ? made.content : undefined };
}

async function run(picture) {
  const bytes = await readFile(join(folder, picture.name));
  const { facts } = await inspectImage({ bytes }, { signal, deep: false });
  const result = await mode(bytes, facts, { path: join(folder, picture.name), paths, prepare, look });
  const { format, reason = result.bytes ? 'encoded' : 'kept' } = result;
  if (!result.bytes) return { name: picture.name, bytes: bytes.length, format, reason };
  const file = `${picture.name}.${format}`;
  await writeFile(join(out, file), result.bytes);
  return { name: picture.name, bytes: result.bytes.length, format, reason, file };
}
