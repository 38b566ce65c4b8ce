import { beforeAll, describe, expect, it } from 'vitest';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { animatedGif, flatPng, photoJpeg, picture } from '../support/images.js';
import { bitmap } from '../support/inspect/bitmap.js';
import { buildImageKinds, type ImageKind, imageKindNames } from '../support/inspect/image-kinds.js';

const look = { signal: AbortSignal.timeout(60_000), deep: false };

describe('inspectImage on the first bytes of a file', () => {
  let kinds: readonly ImageKind[];
  beforeAll(async () => {
    kinds = await buildImageKinds();
  });

  it.each(imageKindNames)('raises no false alarm for a %s, wherever they end', async (name) => {
    const bytes = kinds.find((kind) => kind.name === name)?.bytes ?? Buffer.alloc(0);
    for (let length = 512; length < bytes.length; length += 97) {
      for (const totalBytes of [bytes.length, 'unknown'] as const) {
        const { verdict, facts } = await inspectImage({ bytes: bytes.subarray(0, length), totalBytes }, look);
        expect({ length, level: verdict.level, reasons: verdict.reasons }).toEqual({
          length,
          level: 'ok',
          reasons: [],
        });
        expect(facts?.format).toBeDefined();
      }
    }
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['JPEG', () => photoJpeg()],
    ['PNG', () => flatPng()],
    ['GIF', () => animatedGif()],
    ['WebP', () => picture().webp({ lossless: true }).toBuffer()],
    ['AVIF', () => picture().avif({ effort: 0, quality: 90 }).toBuffer()],
    ['BMP', () => bitmap({ width: 320, height: 240 })],
  ])('reads the size of a %s', async (_, build) => {
    const bytes = await build();
    const whole = await inspectImage({ bytes }, look);
    const { facts } = await inspectImage({ bytes: bytes.subarray(0, 1000), totalBytes: bytes.length }, look);
    expect(facts).toMatchObject({ width: whole.facts?.width, height: whole.facts?.height });
    expect(facts?.width).toBeGreaterThan(0);
  });

  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['WebP', () => picture().webp({ lossless: true }).toBuffer()],
    ['AVIF', () => picture().avif({ effort: 0, quality: 90 }).toBuffer()],
    ['BMP', () => bitmap({ width: 320, height: 240 })],
  ])('sees that a %s is cut, for its header says how long it is', async (_, build) => {
    const bytes = await build();
    const totalBytes = Math.floor(bytes.length / 2);
    const { verdict } = await inspectImage({ bytes: bytes.subarray(0, 1000), totalBytes }, look);
    expect(verdict).toMatchObject({ level: 'broken', reasons: ['truncated'] });
  });

  it('sees a page and a drawing without a namespace in them', async () => {
    const page = Buffer.from(`<!doctype html>${' '.repeat(2000)}`);
    const svg = Buffer.from(`<svg width="8">${'<g/>'.repeat(500)}`);
    expect((await inspectImage({ bytes: page, totalBytes: 9000 }, look)).verdict.reasons).toEqual(['not-an-image']);
    expect((await inspectImage({ bytes: svg, totalBytes: 9000 }, look)).verdict.reasons).toEqual(['svg-not-rendered']);
  });
});
