// The floor: the same encodes and nothing else, so many at once. Prints wall and CPU time in ms and what was encoded.
// Arguments: folder, number at once, `preloaded` (bytes in memory before the clock starts) or `as-needed` (what memory
// the encoders need).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';

const [folder, atOnce, input] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const paths = readdirSync(folder)
  .sort()
  .map((name) => join(folder, name));
const images = input === 'preloaded' ? paths.map((path) => readFileSync(path)) : paths;
sharp.concurrency(1);
sharp.cache(false);
const limit = pLimit(atOnce);
const encode = (image) =>
  sharp(image, { sequentialRead: true }).webp({ quality: 80 }).toBuffer({ resolveWithObject: true });
await encode(images[0]);

const start = performance.now();
const cpuStart = process.cpuUsage();
let pixels = 0;
let bytes = 0;
await Promise.all(
  images.map((image) =>
    limit(async () => {
      const { data, info } = await encode(image);
      pixels += info.width * info.height;
      bytes += data.length;
    }),
  ),
);
const { user, system } = process.cpuUsage(cpuStart);
console.log(JSON.stringify({ elapsed: performance.now() - start, cpu: (user + system) / 1000, pixels, bytes }));
