import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEncodingRoom } from '../../../src/app/prepare/encoding-room.js';

let folder: string;
afterAll(() => rm(folder, { recursive: true }));
const pathOf = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgferry-test-'));
  const draw = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: 'teal' } });
  await draw(6000, 4000).jpeg().toFile(pathOf('panorama'));
  await draw(2000, 1000).jpeg().toFile(pathOf('photo'));
});

describe('the room for encoding', () => {
  it.each([
    ['keep', 'fast', 2],
    ['auto', 'fast', 2],
    ['avif', 'fast', 8],
    ['keep', 'balanced', 480],
    ['auto', 'balanced', 1008],
  ] as const)('%s, %s: a picture of 24 megapixels takes %d places', async (imageFormat, effort, places) => {
    expect(await createEncodingRoom({ imageFormat, effort }).weightOf({ path: pathOf('panorama') })).toBe(places);
  });

  it('holds so many photographs of 2 megapixels at once as their pixels and encoders have room', async () => {
    const { encode, weightOf } = createEncodingRoom({ imageFormat: 'auto', effort: 'balanced' });
    const weight = await weightOf({ path: pathOf('photo') });
    let [now, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 50 }, () =>
        encode(async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
        }, weight),
      ),
    );
    expect(most).toBe(Math.floor((180 * availableParallelism()) / 84));
  });
});
