import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pngChunk } from '../../src/lib/formats/png-chunks.js';
import { findFault } from '../../src/optimize/find-fault.js';
import {
  animatedGif,
  flatPixels,
  flatPng,
  haveSamePixels,
  noisyPixels,
  phoneJpeg,
  photoJpeg,
  photoPixels,
  picture,
} from '../support/images.js';
import { animatedPng } from '../support/inspect/animated-png.js';
import { createRandom } from '../support/random.js';
import { bytesAfter, factsOf, optimize } from './optimizing.js';
import { policyOf } from './picture-facts.js';

const withChunk = (png: Buffer, type: string, data: Buffer): Buffer =>
  Buffer.concat([png.subarray(0, 33), pngChunk(type, data), png.subarray(33)]);

const gamma = (value: number): Buffer => {
  const data = Buffer.alloc(4);
  data.writeUInt32BE(value);
  return data;
};

const small = { width: 64, height: 48 };

const untouchables: readonly (readonly [string, () => Promise<Buffer>, string])[] = [
  [
    'an animated PNG, which an encoder reads as one still',
    async () =>
      animatedPng(
        await Promise.all(
          [1, 2].map((seed) =>
            picture(flatPixels, { ...small, seed })
              .png()
              .toBuffer(),
          ),
        ),
      ),
    'animated-png',
  ],
  [
    'a JPEG with a gain map, which it would lose',
    () =>
      picture()
        .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/>')
        .jpeg({ quality: 95 })
        .toBuffer(),
    'gain-map',
  ],
  ['CMYK, which would become sRGB', () => picture().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(), 'cmyk'],
  ['16 bits, which would become 8', () => picture().toColourspace('rgb16').png().toBuffer(), 'high-bit-depth'],
  [
    'a PNG with a gamma of its own, which vanishes even with all metadata kept',
    async () => withChunk(await flatPng(), 'gAMA', gamma(100_000)),
    'odd-colour',
  ],
  ['a PNG with cICP', async () => withChunk(await flatPng(), 'cICP', Buffer.from([9, 16, 0, 1])), 'odd-colour'],
  ['a lossy WebP: a second generation costs more than it saves', () => picture().webp().toBuffer(), 'lossy-source'],
  ['an AVIF', () => picture(photoPixels, small).avif({ effort: 0 }).toBuffer(), 'lossy-source'],
];

describe.each(['keep', 'auto', 'webp'] as const)('what is made of pictures (%s)', (imageFormat) => {
  it.each(untouchables)('leaves %s', async (_, build, reason) => {
    const bytes = await build();
    expect(await optimize(bytes, { imageFormat })).toMatchObject({ reason, tries: [] });
    expect((await optimize(bytes, { imageFormat })).bytes).toBeUndefined();
  });
});

describe('a PNG that stays one', () => {
  it.each(['fast', 'balanced', 'smallest'] as const)(
    'keeps every pixel of many colours with effort %s',
    async (effort) => {
      const bytes = await picture().png({ compressionLevel: 1 }).toBuffer();
      const result = await optimize(bytes, { effort });
      expect(await haveSamePixels(bytesAfter(bytes, result), bytes)).toBe(true);
    },
  );

  it('is not made larger by leaving its palette', async () => {
    const bytes = await picture().png({ palette: true, colours: 64, effort: 10 }).toBuffer();
    for (const effort of ['fast', 'balanced'] as const) {
      const result = await optimize(bytes, { effort });
      expect(bytesAfter(bytes, result).length).toBeLessThanOrEqual(bytes.length);
      expect(await haveSamePixels(bytesAfter(bytes, result), bytes)).toBe(true);
    }
  });

  it('keeps the colours under full transparency', async () => {
    const bytes = await picture().ensureAlpha(0).png({ compressionLevel: 0 }).toBuffer();
    const result = await optimize(bytes);
    expect(result.reason).toBe('encoded');
    const raw = (png: Buffer): Promise<Buffer> => sharp(png).raw().toBuffer();
    expect(await raw(bytesAfter(bytes, result))).toEqual(await raw(bytes));
  });
});

describe('a result', () => {
  it('is measured, and looks as good as was asked for', async () => {
    const bytes = await photoJpeg({ width: 640, height: 480 }, { quality: 97 });
    const result = await optimize(bytes, { imageFormat: 'auto' });
    expect(result).toMatchObject({ reason: 'encoded', format: 'avif' });
    expect(result.score).toBeGreaterThanOrEqual(80);
    expect(result.tries.at(0)).toMatchObject({ attempt: { format: 'avif', quality: 70 } });
  });

  it('of red text on blue is never the coarse one that looks muddy', async () => {
    const lines = [20, 40, 60, 80, 100].map((y) => `<text x="4" y="${y}">The quick brown fox</text>`).join('');
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><rect width="100%" height="100%" fill="#00f"/><g fill="#f00" font-size="12">${lines}</g></svg>`;
    const bytes = await sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
    for (const imageFormat of ['auto', 'webp'] as const) {
      const result = await optimize(bytes, { imageFormat });
      expect(result.score ?? 100).toBeGreaterThanOrEqual(80);
    }
  });

  it('is not taken where a score of 100 hides a channel that is off by 28', () => {
    const way = {
      kind: 'measured',
      attempt: { format: 'webp', lossless: 'near', near: 60, effort: 4 },
      maxError: 8,
    } as const;
    const result = { bytes: 100, showsTheSame: true, score: 100, largestError: 28 };
    expect(findFault(way, result, { bytes: 1000 }, policyOf({ effort: 'balanced' }), false)).toBe('error-too-large');
  });

  it('stands upright, and is as large as it was shown', async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const bytes = await phoneJpeg({ orientation }, { width: 96, height: 64 });
      const result = await optimize(bytes, { imageFormat: 'webp' });
      const shown = orientation >= 5 ? { width: 64, height: 96 } : { width: 96, height: 64 };
      expect(result).toMatchObject(shown);
      const { autoOrient } = await sharp(bytesAfter(bytes, result)).metadata();
      expect(autoOrient).toEqual(shown);
    }
  });

  it('has the same bytes again, whatever runs beside it', async () => {
    const bytes = await photoJpeg({ width: 200, height: 150 });
    const results = await Promise.all([1, 2, 3, 4].map(() => optimize(bytes, { imageFormat: 'avif' })));
    for (const result of results) expect(result.bytes).toEqual(results[0]?.bytes);
  });

  it('is refused to a JPEG that is cut', async () => {
    const bytes = await photoJpeg();
    await expect(optimize(bytes.subarray(0, bytes.length / 2), { imageFormat: 'auto' })).rejects.toMatchObject({
      code: 'ENCODE_FAILED',
    });
  });

  it('of a picture higher than WebP and AVIF can be stays in its own format', async () => {
    const bytes = await picture(flatPixels, { width: 2, height: 16_384 }).png({ compressionLevel: 0 }).toBuffer();
    expect(await optimize(bytes, { imageFormat: 'auto' })).toMatchObject({ reason: 'encoded', format: 'png' });
    expect(await optimize(bytes, { imageFormat: 'avif' })).toMatchObject({ reason: 'side-too-long' });
  });

  it('is never taken where it saves too little', async () => {
    const bytes = await picture(noisyPixels).png({ compressionLevel: 9 }).toBuffer();
    expect(await optimize(bytes)).toMatchObject({ reason: 'saves-too-little' });
    expect(await optimize(bytes, { imageFormat: 'webp', target: 99.9 })).toMatchObject({
      reason: expect.stringMatching(/below-target|saves-too-little/),
    });
  });

  it('says why it is not good enough', async () => {
    const bytes = await picture(noisyPixels, small).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer();
    expect(await optimize(bytes, { target: 99.9 })).toMatchObject({ reason: 'below-target' });
  });
});

describe('an animated GIF', () => {
  it('becomes an animated WebP with the same frames, times and rounds', async () => {
    const delay = [40, 80, 120, 200, 300];
    const bytes = await animatedGif({ frames: 5, delay, loop: 3 });
    const result = await optimize(bytes, { imageFormat: 'auto' });
    expect(result).toMatchObject({ reason: 'encoded', format: 'webp' });
    const [before, after] = [await factsOf(bytes), await factsOf(bytesAfter(bytes, result))];
    expect(after).toMatchObject({ pages: 5, duration: before.duration, loop: before.loop });
  });

  it('lasts as long where the encoder joins frames that are equal', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((seed) =>
        picture(flatPixels, { ...small, seed })
          .png()
          .toBuffer(),
      ),
    );
    if (!one || !two) throw new Error('two pictures are needed');
    const bytes = await sharp([one, one, two, two], { join: { animated: true } })
      .gif({ delay: [50, 70, 90, 110], loop: 0, keepDuplicateFrames: true })
      .toBuffer();
    const result = await optimize(bytes, { imageFormat: 'webp' });
    const [before, after] = [await factsOf(bytes), await factsOf(bytesAfter(bytes, result))];
    expect(after.duration).toBe(before.duration);
  });

  it.each(['avif', 'jpeg', 'png'] as const)(
    'never becomes %s, which would be a still or a strip',
    async (imageFormat) => {
      expect(await optimize(await animatedGif(), { imageFormat })).toMatchObject({ reason: 'animation', tries: [] });
    },
  );
});

describe('metadata', () => {
  const place = /8825000400000001/; // a GPS directory's entry
  it.each(['jpeg', 'webp', 'avif'] as const)('of a phone: no place in a %s, but who made it', async (imageFormat) => {
    const bytes = await phoneJpeg({}, {}, { quality: 100 });
    const result = await optimize(bytes, { imageFormat });
    const { exif } = await sharp(bytesAfter(bytes, result)).metadata();
    expect(result.reason).toBe('encoded');
    expect(exif?.toString('hex')).not.toMatch(place);
    expect(exif?.toString()).toContain('Someone');
  });

  it('all: the place stays where it is wanted', async () => {
    const bytes = await phoneJpeg({ orientation: 1 }, {}, { quality: 100 });
    const result = await optimize(bytes, { imageFormat: 'webp', metadata: 'all' });
    expect((await factsOf(bytesAfter(bytes, result))).hasGps).toBe(true);
  });

  it('none: not even who made it, in what is encoded and in what is kept', async () => {
    for (const quality of [100, 60]) {
      const bytes = await phoneJpeg({ orientation: 6 }, {}, { quality });
      const after = bytesAfter(bytes, await optimize(bytes, { metadata: 'none' }));
      expect(after.toString('latin1')).not.toMatch(/Someone|Photographer|TestCamera/);
      expect(await factsOf(after)).toMatchObject({ width: 240, height: 320, hasGps: false });
    }
  });
});

describe('a limit', () => {
  it('scales down to the width or height, and never up', async () => {
    const bytes = await photoJpeg({ width: 640, height: 480 });
    expect(await optimize(bytes, { maxWidth: 320 })).toMatchObject({ reason: 'encoded', width: 320, height: 240 });
    expect(await optimize(bytes, { maxHeight: 120 })).toMatchObject({ width: 160, height: 120 });
    expect(await optimize(bytes, { maxWidth: 5000 })).toMatchObject({ width: 640, height: 480 });
  });

  it('scales by the width as it is shown', async () => {
    const bytes = await phoneJpeg({ orientation: 6 }, { width: 320, height: 240 });
    const result = await optimize(bytes, { maxWidth: 120 });
    expect(result).toMatchObject({ width: 120, height: 160 });
    expect(await sharp(bytesAfter(bytes, result)).metadata()).toMatchObject({ width: 120, height: 160 });
  });

  it.each([40_000, 8000, 2000])('of %d bytes is met', async (maxImageBytes) => {
    const bytes = await photoJpeg({ width: 640, height: 480 });
    const result = await optimize(bytes, { maxImageBytes });
    expect(bytesAfter(bytes, result).length).toBeLessThanOrEqual(maxImageBytes);
    expect(result.score).toBeGreaterThanOrEqual(80);
  });

  it('is met by what grows when it is scaled', async () => {
    const random = createRandom(7);
    const raw = { width: 400, height: 400, channels: 1 as const };
    const dots = Buffer.from(Array.from({ length: 160_000 }, () => (random() < 0.5 ? 0 : 255)));
    const bytes = await sharp(dots, { raw }).png({ palette: true, colours: 2 }).toBuffer();
    const result = await optimize(bytes, { maxImageBytes: 15_000 });
    expect(bytesAfter(bytes, result).length).toBeLessThanOrEqual(15_000);
  });

  it('changes no picture that is within it', async () => {
    const bytes = await picture().webp().toBuffer();
    expect(await optimize(bytes, { maxWidth: 320, maxImageBytes: bytes.length })).toMatchObject({
      reason: 'lossy-source',
    });
  });
});
