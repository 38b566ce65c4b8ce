import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { type GoodImage, goodImages } from '../support/inspect/good-images.js';
import { createRandom } from '../support/random.js';

const seed = 1_000;
const count = 1_000;

describe('inspectImage', () => {
  it(`finds nothing wrong with ${count} good images of all kinds (seed ${seed})`, { timeout: 180_000 }, async () => {
    const images = goodImages(createRandom(seed));
    const alarms: unknown[] = [];
    for (let index = 0; index < count; index += 1) {
      const image: GoodImage = images.next().value;
      const bytes = await image.build();
      for (const deep of [true, false]) {
        const { verdict } = await inspectImage({ bytes }, { signal: AbortSignal.timeout(20_000), deep });
        if (verdict.level !== 'ok') alarms.push({ name: image.name, deep, ...verdict });
      }
      const quick = await inspectImage(
        { bytes: bytes.subarray(0, 4096), totalBytes: bytes.length },
        { signal: AbortSignal.timeout(20_000), deep: false },
      );
      if (quick.verdict.level !== 'ok') alarms.push({ name: image.name, quick: true, ...quick.verdict });
    }
    expect(alarms).toEqual([]);
  });

  // only where there is one: a test that is skipped counts as a failure
  const corpus = process.env.IMGFERRY_CORPUS;
  if (corpus === undefined) return;
  it('finds nothing wrong with the images of a corpus', { timeout: 600_000 }, async () => {
    const alarms: unknown[] = [];
    for (const entry of await readdir(corpus, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !/\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico)$/i.test(entry.name)) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      const looks = [
        await inspectImage({ bytes }, { signal: AbortSignal.timeout(60_000), deep: true }),
        await inspectImage(
          { bytes: bytes.subarray(0, 65_536), totalBytes: bytes.length },
          { signal: AbortSignal.timeout(60_000), deep: false },
        ),
      ];
      for (const { verdict } of looks) if (verdict.level !== 'ok') alarms.push({ name: entry.name, ...verdict });
    }
    expect(alarms).toEqual([]);
  });
});
