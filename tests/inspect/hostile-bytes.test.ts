import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { verdictReasons } from '../../src/core/verdict.js';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { pngChunk } from '../../src/lib/formats/png-chunks.js';
import { riffFile } from '../../src/lib/formats/riff-chunks.js';
import { bitmap } from '../support/inspect/bitmap.js';
import { buildImageKinds } from '../support/inspect/image-kinds.js';
import { createRandom } from '../support/random.js';

const deepLook = { deep: true };
const soon = (): AbortSignal => AbortSignal.timeout(20_000);

describe('inspectImage on hostile bytes', () => {
  it.each([
    ['PNG', pngBomb(50_000, 50_000)],
    ['GIF', gifOf(60_000, 60_000)],
    ['WebP', riffFile([{ type: 'VP8X', data: Buffer.from('0000000000ffff00ffff', 'hex') }])],
    ['BMP', hugeBitmap()],
    ['JPEG', Buffer.from('ffd8ffc0000b08ffffffff0101110000ffd9', 'hex')],
  ])('refuses a %s of billions of pixels without decoding it', async (_, bytes) => {
    const before = process.memoryUsage().rss;
    const { verdict } = await inspectImage({ bytes }, { ...deepLook, signal: soon() });
    expect(verdict.level).toBe('broken');
    expect(verdict.reasons).toContain('too-many-pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });

  it('holds no more of a picture within the limit than its window', async () => {
    const bytes = pngBomb(16_000, 16_000);
    const before = process.memoryUsage().rss;
    const { verdict } = await inspectImage({ bytes }, { ...deepLook, signal: AbortSignal.timeout(60_000) });
    expect(verdict.level).toBe('broken'); // its rows are not there
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  it('is not led astray by a drawing that refers to itself, to files or to a billion laughs', async () => {
    const laughs = `<!DOCTYPE svg [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, index) => `<!ENTITY ${name(index + 1)} "${`&${name(index)};`.repeat(10)}">`).join('')}]>`;
    const drawings = [
      `${laughs}<svg xmlns="http://www.w3.org/2000/svg" a="&${name(30)};">&${name(30)};</svg>`,
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
      `<svg xmlns="http://www.w3.org/2000/svg">${'<g>'.repeat(50_000)}${'</g>'.repeat(50_000)}</svg>`,
      `<svg xmlns="http://www.w3.org/2000/svg" width="99999999" height="99999999"/>`,
      `<svg ${'a '.repeat(200_000)}`,
      `<!--${'-'.repeat(300_000)}`,
      `<?xml ${' '.repeat(300_000)}`,
      `<!DOCTYPE svg [${'<!ENTITY '.repeat(50_000)}`,
    ];
    for (const drawing of drawings) {
      const start = performance.now();
      const { verdict } = await inspectImage({ bytes: Buffer.from(drawing) }, { ...deepLook, signal: soon() });
      expect(['ok', 'broken']).toContain(verdict.level);
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });

  it('gives up a decode when it is told to', async () => {
    const bytes = pngBomb(8000, 6000, 6000); // 50 ms of decoding at least
    const look = inspectImage({ bytes }, { ...deepLook, signal: AbortSignal.timeout(5) });
    await expect(look).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  const seed = Math.floor(Math.random() * 2 ** 31);
  it(`has a verdict for whatever comes (seed ${seed})`, { timeout: 240_000 }, async () => {
    const random = createRandom(seed);
    const kinds = await buildImageKinds();
    for (let round = 0; round < 2000; round += 1) {
      const kind = kinds[Math.floor(random() * kinds.length)];
      const bytes = mangle(kind?.bytes ?? Buffer.alloc(0), random);
      const start = performance.now();
      const { verdict } = await inspectImage(
        { bytes, ...(random() < 0.2 ? { totalBytes: bytes.length + 1000 } : {}) },
        { signal: soon(), deep: random() < 0.7 },
      );
      expect(verdict.reasons.every((reason) => verdictReasons.includes(reason))).toBe(true);
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
      expect(performance.now() - start).toBeLessThan(10_000);
    }
  });
});

const name = (index: number): string => (index === 0 ? 'a' : `a${index}`);

/** A header of that size, and rows of zeros that fill as many of them as asked for. */
function pngBomb(width: number, height: number, rows = 1): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.alloc((width * 3 + 1) * rows), { level: 1 });
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', pixels),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function gifOf(width: number, height: number): Buffer {
  const bytes = Buffer.from('4749463839610000000080000000000000ffffff2c00000000000000000002024c01003b', 'hex');
  for (const at of [6, 24]) {
    bytes.writeUInt16LE(width, at);
    bytes.writeUInt16LE(height, at + 2);
  }
  return bytes;
}

/** Its pixels are declared and not there. */
function hugeBitmap(): Buffer {
  const bytes = bitmap();
  bytes.writeInt32LE(60_000, 18);
  bytes.writeInt32LE(60_000, 22);
  return bytes;
}

/** Cuts, flips, holes, doublings and numbers made huge; some with a checksum put right, to get behind it. */
function mangle(bytes: Buffer, random: () => number): Buffer {
  let mangled = Buffer.from(bytes);
  for (let times = 1 + Math.floor(random() * 4); times > 0; times -= 1) {
    const at = Math.floor(random() * mangled.length);
    const end = Math.min(mangled.length, at + Math.floor(random() * 64));
    const kind = random();
    if (kind < 0.4) mangled[at] = Math.floor(random() * 256);
    else if (kind < 0.5) mangled = mangled.subarray(0, at);
    else if (kind < 0.6) mangled = Buffer.concat([mangled.subarray(0, at), mangled.subarray(end)]);
    else if (kind < 0.7) mangled = Buffer.concat([mangled.subarray(0, end), mangled.subarray(at)]);
    else if (kind < 0.8) mangled.fill(random() < 0.5 ? 0 : 255, at, end);
    else if (at + 4 <= mangled.length) mangled.writeUInt32BE(Math.floor(random() * 2 ** 32), at);
  }
  if (mangled.length > 33 && mangled[0] === 0x89) mangled.writeUInt32BE(crc32(mangled.subarray(12, 29)), 29);
  return mangled;
}
