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
    ['the directory that it is named in', (directory: number) => directory],
    ['a value that stays', (_: number, profile: number) => profile],
  ])('leaves a picture whole whose place is said to stand in %s', async (_, placeIn) => {
    const picture = sharp({ create: { width: 24, height: 16, channels: 3, background: '#357' } });
    const bytes = await picture.withIccProfile('p3').tiff({ compression: 'none' }).toBuffer();
    const at = bytes.readUInt32LE(4);
    const count = bytes.readUInt16LE(at);
    const fields = bytes.subarray(at + 2, at + 2 + count * 12);
    const profile = Array.from({ length: count }, (_, index) => fields.subarray(index * 12, index * 12 + 12)).find(
      (field) => field.readUInt16LE() === 0x8773,
    );
    const place = Buffer.from('258804000100000000000000', 'hex');
    place.writeUInt32LE(placeIn(bytes.length, profile?.readUInt32LE(8) ?? 0), 8);
    const directory = Buffer.concat([Buffer.alloc(2), fields, place, Buffer.alloc(4)]);
    directory.writeUInt16LE(count + 1);
    const file = Buffer.concat([bytes, directory]);
    file.writeUInt32LE(bytes.length, 4);
    const after = cut(file);
    expect(after.subarray(8, bytes.length).equals(bytes.subarray(8))).toBe(true);
    expect(after.subarray(bytes.length + 2, bytes.length + 2 + fields.length).equals(fields)).toBe(true);
    expect(after.readUInt16LE(bytes.length)).toBe(count);
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
