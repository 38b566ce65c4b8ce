import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EncodingPolicy } from '../../src/optimize/encoding-policy.js';
import { comparePixels } from '../../src/optimize/score/compare-pixels.js';
import { phoneJpeg, photoPixels, picture } from '../support/images.js';
import { goodImages } from '../support/inspect/good-images.js';
import { createRandom } from '../support/random.js';
import { bytesAfter, factsOf, optimize } from './optimizing.js';

const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1e9);
const random = createRandom(seed);
const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[Math.floor(random() * items.length)] ?? items[0];

const drawPolicy = (): Partial<EncodingPolicy> => ({
  imageFormat: pick(['keep', 'auto', 'webp', 'avif', 'jpeg', 'png']),
  effort: pick(['fast', 'balanced', 'balanced', 'smallest']),
  optimize: pick(['auto', 'auto', 'lossless']),
  metadata: pick(['copyright', 'all', 'none']),
  ...(random() < 0.3 ? { maxWidth: 1 + Math.floor(random() * 80) } : {}),
});

/** What is shown: upright, on white. */
const shown = (bytes: Buffer, page: number): Promise<Buffer> =>
  sharp(bytes, { page })
    .autoOrient()
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer();

describe(`pictures of all kinds (IMGFERRY_SEED=${seed})`, () => {
  const cases = [...take(goodImages(random), 150)].map((image) => ({ ...image, policy: drawPolicy() }));

  it.each(cases)('$name, $policy', async ({ build, policy }) => {
    const bytes = await build();
    const before = await factsOf(bytes);
    const result = await optimize(bytes, policy);
    const after = bytesAfter(bytes, result);
    expect(after.length).toBeLessThanOrEqual(bytes.length);
    if (result.bytes === undefined) return;
    const facts = await factsOf(after);
    expect(facts).toMatchObject({ format: result.format, width: result.width, height: result.height });
    expect({ duration: facts.duration, loop: facts.loop }).toEqual({ duration: before.duration, loop: before.loop });
    if (policy.metadata !== 'all') expect(facts.hasGps).toBe(false);
    if (result.width !== before.width || policy.effort === 'fast') return;
    const { width, height } = result;
    const pair = { source: await shown(bytes, 0), result: await shown(after, 0), width, height, channels: 3 } as const;
    expect(comparePixels(pair).score).toBeGreaterThanOrEqual(80);
    expect(comparePixels(pair).largestError).toBeLessThanOrEqual(policy.optimize === 'lossless' ? 0 : 96);
  });
});

describe('a picture that was made here', () => {
  const settings: readonly Partial<EncodingPolicy>[] = [
    { imageFormat: 'auto' },
    { imageFormat: 'keep' },
    { imageFormat: 'webp' },
    { imageFormat: 'auto', effort: 'fast' },
    { imageFormat: 'avif' },
  ];
  const sources = {
    'a photograph': () => picture(photoPixels, { width: 320, height: 240 }).jpeg({ quality: 96 }).toBuffer(),
    'a photograph as PNG': () => picture(photoPixels, { width: 200, height: 150 }).png().toBuffer(),
  };

  it.each(Object.entries(sources))('%s, changes once at most, however often it is taken up', async (_, build) => {
    const source = await build();
    for (const first of settings) {
      const looks = [await shown(source, 0)];
      let bytes = bytesAfter(source, await optimize(source, first));
      looks.push(await shown(bytes, 0));
      // that a JPEG was made here only the ledger knows, by its digest; by its own tables it is left alone as a JPEG
      const isJpeg = (await factsOf(bytes)).format === 'jpeg';
      for (const next of isJpeg ? settings.filter(({ imageFormat }) => imageFormat === 'keep') : settings) {
        bytes = bytesAfter(bytes, await optimize(bytes, next));
        looks.push(await shown(bytes, 0));
      }
      const changes = looks.filter((look, index) => index > 0 && !look.equals(looks[index - 1] ?? look));
      expect([first, changes.length]).toEqual([first, 1]);
    }
  });
});

describe('what exiftool reads', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'imgferry-exiftool-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const cases = (['keep', 'auto', 'webp', 'avif'] as const).flatMap((imageFormat) =>
    (['fast', 'balanced'] as const).flatMap((effort) => [98, 60].map((quality) => ({ imageFormat, effort, quality }))),
  );

  it('has no place in it, and the copyright', async () => {
    for (const [index, { quality, ...policy }] of cases.entries()) {
      const bytes = await phoneJpeg({ copyright: 'Someone', orientation: (index % 8) + 1 }, {}, { quality });
      const result = await optimize(bytes, policy);
      await writeFile(join(folder, `${index}.${result.format}`), bytesAfter(bytes, result));
    }
    const said = execFileSync('exiftool', ['-json', '-G', '-Copyright', '-Artist', '-GPS*', '-Model', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const read: readonly Record<string, string>[] = JSON.parse(said);
    expect(read).toHaveLength(cases.length);
    for (const { SourceFile: _file, ...tags } of read) {
      expect(tags).toEqual({ 'EXIF:Copyright': 'Someone', 'EXIF:Artist': 'Photographer' });
    }
  });
});

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let taken = 0;
  for (const item of items) {
    if (taken === count) return;
    taken += 1;
    yield item;
  }
}
