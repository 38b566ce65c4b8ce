// Makes the images of the main job: distinct, of the sizes and formats that blogs have. The same arguments make the
// same images, so they are made once and kept in the system's folder for temporary files.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';

/**
 * @param {{count: number, corpus?: string}} options `corpus`: a folder of pictures to cut the images from; without it
 *   they are drawn
 * @returns {Promise<{folder: string, names: string[], bytes: number}>}
 */
export async function makeImages({ count, corpus }) {
  const folder = join(tmpdir(), `imgferry-bench-${corpus ? 'corpus' : 'drawn'}-${count}-v1`);
  if (!existsSync(folder)) {
    const draft = `${folder}-${process.pid}`;
    mkdirSync(draft, { recursive: true });
    sharp.concurrency(1);
    const sources = corpus ? pictureSources(corpus) : drawnSources();
    const limit = pLimit(availableParallelism() + 1);
    await Promise.all(Array.from({ length: count }, (_, index) => limit(() => makeImage(draft, index, sources))));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  }
  const names = readdirSync(folder).sort();
  return { folder, names, bytes: names.reduce((total, name) => total + statSync(join(folder, name)).size, 0) };
}

/** Three of four are photographs as JPEG, the rest screenshots and drawings as PNG. */
async function makeImage(folder, index, { photos, drawings }) {
  const isPhoto = index % 4 !== 3;
  const sources = isPhoto ? photos : drawings;
  const random = createRandom(index + 1);
  const source = sources[index % sources.length];
  const area = 300_000 + random() * 500_000;
  const width = Math.round(Math.sqrt(area * 1.5));
  const height = Math.round(width / 1.5);
  // a window that no other image has, so that no two are equal
  const zoom = 1.02 + random() * 0.4;
  const image = sharp(await source()).resize(Math.ceil(width * zoom), Math.ceil(height * zoom), { fit: 'cover' });
  const window = sharp(await image.flatten({ background: 'white' }).png({ compressionLevel: 1 }).toBuffer()).extract({
    left: Math.floor(random() * width * (zoom - 1)),
    top: Math.floor(random() * height * (zoom - 1)),
    width,
    height,
  });
  const quality = 78 + Math.floor(random() * 17);
  const encoded = isPhoto ? window.jpeg({ quality }) : window.png({ palette: random() < 0.4 });
  await writeFile(
    join(folder, `${String(index).padStart(5, '0')}.${isPhoto ? 'jpg' : 'png'}`),
    await encoded.toBuffer(),
  );
}

function pictureSources(corpus) {
  const read = (names) => names.sort().map((name) => () => Promise.resolve(readFileSync(join(corpus, name))));
  const names = readdirSync(corpus);
  return {
    photos: read(names.filter((name) => /^photo-.*\.jpg$/.test(name))),
    drawings: read(names.filter((name) => /^(?:shot|flat)-.*\.png$/.test(name))),
  };
}

function drawnSources() {
  const kinds = Array.from({ length: 20 }, (_, index) => index + 1);
  return { photos: kinds.map((seed) => () => drawPhoto(seed)), drawings: kinds.map((seed) => () => drawBoxes(seed)) };
}

/** Soft shapes under a grain, as a camera sees them. */
async function drawPhoto(seed) {
  const random = createRandom(seed);
  const pixels = Buffer.from(Array.from({ length: 24 * 16 * 3 }, () => random() * 255));
  const soft = await sharp(pixels, { raw: { width: 24, height: 16, channels: 3 } })
    .resize(1500, 1000, { kernel: 'cubic' })
    .raw()
    .toBuffer();
  for (let at = 0; at < soft.length; at += 1) soft[at] = Math.max(0, Math.min(255, soft[at] + (random() - 0.5) * 24));
  return sharp(soft, { raw: { width: 1500, height: 1000, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

function drawBoxes(seed) {
  const random = createRandom(seed);
  const boxes = Array.from({ length: 80 }, () => {
    const [x, y, width, height, hue] = [1500, 1000, 300, 90, 360].map((limit) => Math.floor(random() * limit));
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="hsl(${hue} 60% 60%)" stroke="#333"/>
      <text x="${x}" y="${y}" font-size="14">Window ${x}, ${y}</text>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1500" height="1000"><rect width="1500" height="1000" fill="#f4f4f4"/>${boxes.join('')}</svg>`;
  return Promise.resolve(Buffer.from(svg));
}

/** Mulberry32. */
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
