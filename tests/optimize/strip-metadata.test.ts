import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../src/core/image-facts.js';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { pngChunk } from '../../src/lib/formats/png-chunks.js';
import { stripMetadata } from '../../src/optimize/strip-metadata.js';
import { haveSamePixels, phoneJpeg, photoJpeg, picture } from '../support/images.js';

async function factsOf(bytes: Uint8Array): Promise<ImageFacts> {
  const { facts } = await inspectImage({ bytes }, { signal: AbortSignal.timeout(10_000), deep: true });
  if (facts === undefined) throw new Error('no image');
  return facts;
}

async function strip(bytes: Buffer): Promise<Buffer> {
  const stripped = stripMetadata(bytes, await factsOf(bytes));
  if (stripped === undefined) throw new Error('nothing was stripped');
  return stripped;
}

const withPhoneTags = (): Promise<Buffer> => phoneJpeg({ orientation: 3, copyright: '© 王 2024' });

async function phonePicture(format: 'png' | 'webp'): Promise<Buffer> {
  const tags = {
    IFD0: { Make: 'TestCamera', Copyright: 'Someone' },
    IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
  };
  return picture().withExif(tags).withIccProfile('p3')[format]().toBuffer();
}

describe('stripMetadata', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'cuts place and camera out of a %s and leaves every pixel',
    async (format) => {
      const bytes = format === 'jpeg' ? await withPhoneTags() : await phonePicture(format);
      const stripped = await strip(bytes);
      expect(await haveSamePixels(bytes, stripped)).toBe(true);
      expect(stripped.includes('TestCamera')).toBe(false);
      expect(await factsOf(stripped)).toMatchObject({ hasGps: false, hasExif: true });
    },
  );

  it('keeps orientation, credits and profile', async () => {
    const bytes = await picture()
      .withExif({ IFD0: { Copyright: 'Someone', Artist: 'Photographer' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const [before, after] = [await factsOf(bytes), await factsOf(await strip(bytes))];
    expect(after).toMatchObject({
      orientation: 6,
      copyright: 'Someone',
      artist: 'Photographer',
      hasIcc: before.hasIcc,
    });
  });

  it('drops what phones hang behind the picture', async () => {
    const bytes = await withPhoneTags();
    const hidden = Buffer.from('a film with a place in it');
    const stripped = await strip(Buffer.concat([bytes, hidden]));
    expect(stripped.includes(hidden)).toBe(false);
    expect(stripped.subarray(-2).toString('hex')).toBe('ffd9');
    expect(await haveSamePixels(bytes, stripped)).toBe(true);
  });

  it('cuts a place out of XMP', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r exif:GPSLatitude="51,30N"/></x:xmpmeta>';
    const bytes = await picture().withXmp(xmp).jpeg().toBuffer();
    expect((await factsOf(bytes)).hasGps).toBe(true);
    expect((await strip(bytes)).includes('GPSLatitude')).toBe(false);
  });

  it('moves nothing in a picture with a gain map, and blanks the place where it stands', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"><r exif:GPSLatitude="51,30N" a="1"/><exif:GPSLongitude>0,7W</exif:GPSLongitude></x:xmpmeta>`;
    const phone = await sharp(await withPhoneTags())
      .keepMetadata()
      .withXmp(xmp)
      .jpeg()
      .toBuffer();
    const bytes = Buffer.concat([phone, Buffer.from('the gain map')]);
    const stripped = await strip(bytes);
    const scan = bytes.indexOf(Buffer.from('ffda', 'hex'));
    expect(stripped.subarray(scan).equals(bytes.subarray(scan))).toBe(true);
    expect(stripped.includes('TestCamera') || stripped.includes('GPS')).toBe(false);
    expect(await factsOf(stripped)).toMatchObject({
      hasGps: false,
      hasGainMap: true,
      orientation: 3,
      artist: 'Photographer',
    });
  });

  it('keeps the copyright of a PNG text and drops the rest', async () => {
    const png = await phonePicture('png');
    const text = (words: string): Buffer => pngChunk('tEXt', Buffer.from(words, 'latin1'));
    const bytes = Buffer.concat([
      png.subarray(0, 33),
      text('Copyright\0Someone'),
      text('Comment\0at home'),
      png.subarray(33),
    ]);
    const stripped = await strip(bytes);
    expect(stripped.includes('Someone')).toBe(true);
    expect(stripped.includes('at home')).toBe(false);
  });

  it('leaves a picture without a place as it is', async () => {
    const bytes = await photoJpeg();
    expect(stripMetadata(bytes, await factsOf(bytes))).toBeUndefined();
    const tagged = await sharp(bytes)
      .withExif({ IFD0: { Make: 'TestCamera' } })
      .jpeg()
      .toBuffer();
    expect(stripMetadata(tagged, await factsOf(tagged))).toBeUndefined();
  });
});
