import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cutTiffTags } from '../../../src/lib/formats/cut-tiff-tags.js';

const cut = (bytes: Uint8Array): Buffer => cutTiffTags(bytes, new Set([0x8825, 0xa431]), (packet) => packet);

describe('cutTiffTags', () => {
  it('changes no length, whatever a file says of itself', async () => {
    const picture = sharp({ create: { width: 24, height: 16, channels: 3, background: '#357' } });
    const bytes = await picture
      .withExif({ IFD0: { Copyright: 'Someone' } })
      .tiff({ compression: 'none' })
      .toBuffer();
    const directory = bytes.readUInt32LE(4);
    const flips = fc.array(fc.tuple(fc.integer({ min: 0, max: bytes.length - directory - 1 }), fc.nat(255)));
    fc.assert(
      fc.property(flips, fc.nat(bytes.length), (changes, length) => {
        const hostile = Buffer.from(bytes);
        for (const [at, value] of changes) hostile[directory + at] = value;
        expect(cut(hostile)).toHaveLength(hostile.length);
        expect(cut(hostile.subarray(0, length))).toHaveLength(length);
      }),
    );
  });

  it.each([
    ['a place that leads to itself', '49492a000800000001002588040001000000080000000000000000000000'],
    ['a directory that follows itself', '49492a0008000000000008000000'],
    ['no directory', '49492a00ffffff00'],
    ['nothing', ''],
  ])('ends with %s', (_, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(cut(bytes)).toHaveLength(bytes.length);
  });
});
