import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrepareStage } from '../../../src/app/prepare/prepare-image.js';
import type { PreparedImage } from '../../../src/core/stage.js';
import { digestOf } from '../../../src/lib/digest.js';
import type { EncodingPolicy } from '../../../src/optimize/encoding-policy.js';
import { policyOf } from '../../optimize/picture-facts.js';
import {
  animatedGif,
  cut,
  flatPng,
  haveSamePixels,
  noisyPixels,
  phoneJpeg,
  photoJpeg,
  photoPixels,
  picture,
  svg,
} from '../../support/images.js';

const keepFormat = policyOf();
const toWebp: EncodingPolicy = { ...keepFormat, imageFormat: 'webp', quality: 80 };
const untouched: EncodingPolicy = { ...keepFormat, optimize: 'off' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgferry-prepare-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function prepare(bytes: Buffer, policy: EncodingPolicy): Promise<PreparedImage> {
  const digest = digestOf(bytes);
  const path = join(folder, digest);
  await writeFile(path, bytes);
  return createPrepareStage(policy).run(
    { digest, size: bytes.length, content: { path } },
    { signal: AbortSignal.timeout(60_000) },
  );
}

function encodedBytes({ content }: PreparedImage): Buffer {
  if (!Buffer.isBuffer(content)) throw new Error('the original bytes were kept');
  return content;
}

const builders: Readonly<Record<string, () => Promise<Buffer>>> = {
  jpeg: () => photoJpeg(),
  'progressive jpeg': () => photoJpeg({}, { progressive: true, quality: 95 }),
  png: () => picture().png().toBuffer(),
  webp: () => picture().webp().toBuffer(),
  'lossless webp': () => picture().webp({ lossless: true }).toBuffer(),
  avif: () => picture().avif({ effort: 0 }).toBuffer(),
  gif: () => picture().gif().toBuffer(),
  'animated gif': () => animatedGif(),
};

const built = new Map<string, Promise<Buffer>>();
function whole(name: string): Promise<Buffer> {
  const bytes = built.get(name) ?? builders[name]?.() ?? Promise.reject(new Error(`no builder for ${name}`));
  built.set(name, bytes);
  return bytes;
}

describe('the prepare stage', () => {
  describe.each(Object.keys(builders))('%s', (name) => {
    it.each([0.99, 0.9, 0.5, 0.05])('refuses it cut to %d of its bytes, whatever the policy', async (share) => {
      const bytes = cut(await whole(name), share);
      for (const policy of [keepFormat, toWebp, untouched]) {
        await expect(prepare(bytes, policy)).rejects.toMatchObject({
          code: 'IMAGE_BROKEN',
          facts: { reason: 'truncated' },
        });
      }
    });

    it.each([keepFormat, toWebp, untouched])('takes it whole, and never makes it larger', async (policy) => {
      const bytes = await whole(name);
      expect((await prepare(bytes, policy)).size).toBeLessThanOrEqual(bytes.length);
    });
  });

  it('gives the bytes of the source when optimizing is off', async () => {
    const bytes = await phoneJpeg();
    expect(await prepare(bytes, untouched)).toMatchObject({
      digest: digestOf(bytes),
      content: { path: join(folder, digestOf(bytes)) },
      reason: 'optimize-off',
      width: 240,
      height: 320,
    });
  });

  it('turns a picture upright that its tag turned', async () => {
    const bytes = await phoneJpeg({ orientation: 6 });
    const prepared = await prepare(bytes, keepFormat);
    const metadata = await sharp(encodedBytes(prepared)).metadata();
    expect(prepared).toMatchObject({ width: 240, height: 320, reason: 'encoded' });
    expect(metadata).toMatchObject({ width: 240, height: 320 });
    expect(metadata.orientation ?? 1).toBe(1);
  });

  it.each(['jpeg', 'webp', 'avif'] as const)(
    'carries copyright and artist into %s, but no place and no camera',
    async (imageFormat) => {
      const bytes = await phoneJpeg({ copyright: 'Someone' }, {}, { quality: 100 });
      const content = encodedBytes(await prepare(bytes, { ...keepFormat, imageFormat, quality: 70 }));
      const text = content.toString('latin1');
      expect(text).toContain('Someone');
      expect(text).toContain('Photographer');
      expect(text).not.toContain('TestCamera');
      expect(text).not.toContain('Serial');
      expect((await sharp(content).metadata()).exif?.toString('hex')).not.toMatch(/8825000400000001/);
    },
  );

  it('keeps an ICC profile', async () => {
    const bytes = await picture().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer();
    for (const policy of [keepFormat, toWebp]) {
      const content = encodedBytes(await prepare(bytes, policy));
      expect((await sharp(content).metadata()).icc).toEqual((await sharp(bytes).metadata()).icc);
    }
  });

  it('makes a PNG smaller without changing a pixel', async () => {
    const bytes = await flatPng();
    const content = encodedBytes(await prepare(bytes, keepFormat));
    expect(await haveSamePixels(content, bytes)).toBe(true);
  });

  it('leaves grey grey', async () => {
    const png = await picture().toColourspace('b-w').png({ compressionLevel: 0 }).toBuffer();
    const jpeg = await picture().toColourspace('b-w').jpeg({ quality: 98 }).toBuffer();
    const content = encodedBytes(await prepare(png, keepFormat));
    expect(await haveSamePixels(content, png)).toBe(true);
    for (const encoded of [content, encodedBytes(await prepare(jpeg, keepFormat))]) {
      expect((await sharp(encoded).metadata()).space).toBe('b-w');
    }
  });

  it.each([
    ['transparency', () => picture().ensureAlpha(0.3).png({ compressionLevel: 0 }).toBuffer()],
    ['grey with transparency', () => greyWithAlpha()],
    ['colours under full transparency', () => picture().ensureAlpha(0).png({ compressionLevel: 0 }).toBuffer()],
    ['a profile', () => picture().withIccProfile('p3').png({ compressionLevel: 0 }).toBuffer()],
    ['an orientation', () => picture().withMetadata({ orientation: 7 }).png({ compressionLevel: 0 }).toBuffer()],
  ])('changes no pixel of a PNG with %s, nor on the way to lossless WebP', async (_, build) => {
    const bytes = await build();
    const lossless: EncodingPolicy = { ...keepFormat, optimize: 'lossless' };
    expect(await haveSamePixels(encodedBytes(await prepare(bytes, lossless)), bytes)).toBe(true);
    const webp = encodedBytes(await prepare(bytes, { ...lossless, imageFormat: 'webp' }));
    expect(await haveSamePixels(webp, bytes)).toBe(true);
  });

  it('keeps every frame and its time when a GIF becomes WebP', async () => {
    const bytes = await animatedGif({ frames: 5, delay: [40, 80, 120, 200, 300], loop: 3 });
    const content = encodedBytes(await prepare(bytes, { ...toWebp, quality: 50 }));
    const [before, after] = [await sharp(bytes).metadata(), await sharp(content).metadata()];
    expect(after).toMatchObject({ pages: 5, delay: [40, 80, 120, 200, 300], loop: before.loop });
  });

  it('keeps the bytes where the result is not 5 % smaller', async () => {
    const bytes = await picture(noisyPixels).png({ compressionLevel: 9 }).toBuffer();
    expect(await prepare(bytes, keepFormat)).toMatchObject({ digest: digestOf(bytes), reason: 'saves-too-little' });
  });

  it('takes a picture whose only fault is a missing trailer', async () => {
    const png = await flatPng();
    const gif = await animatedGif();
    expect(await prepare(png.subarray(0, png.length - 12), keepFormat)).toMatchObject({ reason: 'encoded' });
    expect(await prepare(gif.subarray(0, gif.length - 1), toWebp)).toMatchObject({ format: 'webp' });
  });

  it('cuts the place out of a picture whose pixels stay', async () => {
    const bytes = await phoneJpeg({ orientation: 8 }, {}, { quality: 70 });
    const prepared = await prepare(bytes, keepFormat);
    const content = encodedBytes(prepared);
    expect(prepared).toMatchObject({ reason: 'metadata-removed', width: 240, height: 320 });
    expect(await haveSamePixels(content, bytes)).toBe(true);
    expect((await sharp(content).metadata()).orientation).toBe(8);
    expect(content.toString('latin1')).toContain('Someone');
    expect(content.toString('latin1')).not.toContain('TestCamera');
  });

  it.each([
    ['nothing', Buffer.alloc(0), { reason: 'empty' }],
    [
      'a page',
      Buffer.from('<!DOCTYPE html><html><body>Not found</body></html>'),
      { reason: 'not-an-image', found: 'html' },
    ],
    [
      'an SVG that browsers do not draw',
      Buffer.from('<svg width="8"/>'),
      { reason: 'svg-not-rendered', format: 'svg' },
    ],
  ])('refuses %s', async (_, bytes, facts) => {
    await expect(prepare(bytes, keepFormat)).rejects.toMatchObject({ code: 'IMAGE_BROKEN', facts });
  });

  it('leaves an SVG alone', async () => {
    expect(await prepare(svg(), toWebp)).toMatchObject({ format: 'svg', reason: 'vector', width: 0, height: 0 });
  });

  it('gives the same bytes for the same bytes', async () => {
    const bytes = await photoJpeg();
    for (const policy of [keepFormat, toWebp]) {
      expect((await prepare(bytes, policy)).digest).toBe((await prepare(bytes, policy)).digest);
    }
  });

  it('stops when it is told to', async () => {
    const path = join(folder, 'stopped');
    const bytes = await photoJpeg();
    await writeFile(path, bytes);
    const run = createPrepareStage(keepFormat).run(
      { digest: digestOf(bytes), size: bytes.length, content: { path } },
      { signal: AbortSignal.abort() },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('has another fingerprint for every setting that changes bytes', () => {
    const policies: EncodingPolicy[] = [
      keepFormat,
      toWebp,
      untouched,
      { ...toWebp, quality: 81 },
      { ...keepFormat, effort: 'smallest' },
      { ...keepFormat, optimize: 'lossless' },
      { ...keepFormat, target: 90 },
      { ...keepFormat, allowFormats: ['webp'] },
      { ...keepFormat, maxWidth: 800 },
      { ...keepFormat, maxHeight: 800 },
      { ...keepFormat, maxImageBytes: 800 },
      { ...keepFormat, metadata: 'none' },
    ];
    expect(new Set(policies.map((policy) => createPrepareStage(policy).fingerprint)).size).toBe(policies.length);
  });
});

function greyWithAlpha(): Promise<Buffer> {
  const pixels = Buffer.from(Array.from({ length: 64 * 64 * 2 }, (_, index) => (index * 37) % 256));
  return sharp(pixels, { raw: { width: 64, height: 64, channels: 2 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 0 })
    .toBuffer();
}

it('photo-like pixels repeat', () => {
  expect(photoPixels({ seed: 3 }).equals(photoPixels({ seed: 3 }))).toBe(true);
});
