import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../src/core/image-facts.js';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { readExifTags } from '../../src/lib/formats/exif-tags.js';
import { pngChunk } from '../../src/lib/formats/png-chunks.js';
import { blankXmpTraces } from '../../src/lib/formats/xmp-traces.js';
import { stripMetadata } from '../../src/optimize/strip-metadata.js';
import { animatedGif, haveSamePixels, phoneJpeg, photoJpeg, picture } from '../support/images.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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

const xmpWithPlace =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="51,30N"/></rdf:RDF></x:xmpmeta>';

const xmpWithCredits = xmpWithPlace.replace(
  '/></rdf:RDF>',
  ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 王 &amp; Co</rdf:li></rdf:Alt></dc:rights><dc:creator><rdf:Seq><rdf:li>王</rdf:li><rdf:li>李</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>',
);
const credits = { copyright: '© 王 & Co', artist: '王; 李' };

function gifXmp(packet: string): Buffer {
  // XMP specification part 3, 1.1.2: the packet, then a trailer that leads out of it whatever was taken for a length
  const trailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, index) => 255 - index), 0]);
  const xmp = Buffer.from(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>${packet}<?xpacket end="w"?>`);
  return Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), xmp, trailer]);
}

async function withCreditsInXmp(format: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif'): Promise<Buffer> {
  if (format !== 'gif') return picture().withXmp(xmpWithCredits)[format]().toBuffer();
  const gif = await animatedGif({ frames: 2 });
  return Buffer.concat([gif.subarray(0, -1), gifXmp(xmpWithCredits), gif.subarray(-1)]);
}

/** What exiftool finds of EXIF, XMP and comments. */
function readByExiftool(bytes: Buffer): Record<string, unknown> {
  const said = execFileSync('exiftool', ['-json', '-G', '-EXIF:all', '-XMP:all', '-Comment', '-'], {
    input: bytes,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [{ SourceFile: _file, ...tags }] = JSON.parse(said);
  return tags;
}

const withPhoneTags = (): Promise<Buffer> => phoneJpeg({ orientation: 3, copyright: '© 王 2024' });

async function phonePicture(format: 'png' | 'webp' | 'avif'): Promise<Buffer> {
  const tags = {
    IFD0: { Make: 'TestCamera', Copyright: 'Someone' },
    IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
  };
  return picture().withExif(tags).withIccProfile('p3')[format]().toBuffer();
}

describe('stripMetadata', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
    'cuts place and camera out of a %s and leaves every pixel',
    async (format) => {
      const bytes = format === 'jpeg' ? await withPhoneTags() : await phonePicture(format);
      const stripped = await strip(bytes);
      expect(await haveSamePixels(bytes, stripped)).toBe(true);
      expect(stripped.includes('TestCamera')).toBe(false);
      expect(await factsOf(stripped)).toMatchObject({ hasGps: false, hasExif: true });
    },
  );

  it.each(['copyright', 'none'] as const)('leaves exiftool no place in an AVIF, and of the rest %s', async (keeps) => {
    const bytes = await picture()
      .withExif({
        IFD0: { Make: 'TestCamera', Copyright: '(C) Someone', Artist: 'Photographer' },
        IFD2: { BodySerialNumber: '12345', UserComment: 'at home' },
        IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withXmp(xmpWithPlace)
      .avif({ effort: 0 })
      .toBuffer();
    expect(readByExiftool(bytes)).toMatchObject({ 'EXIF:SerialNumber': 12345, 'XMP:GPSLatitude': expect.anything() });
    const stripped = stripMetadata(bytes, await factsOf(bytes), keeps);
    if (stripped === undefined) throw new Error('nothing was stripped');
    expect(stripped).toHaveLength(bytes.length);
    expect(await haveSamePixels(bytes, stripped)).toBe(true);
    const credits = { 'EXIF:Copyright': '(C) Someone', 'EXIF:Artist': 'Photographer' };
    expect(readByExiftool(stripped)).toEqual(keeps === 'copyright' ? credits : {});
  });

  it.each(['copyright', 'none'] as const)('leaves exiftool no place in a TIFF, and of the rest %s', async (keeps) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.tif');
    await writeFile(path, await picture().withXmp(xmpWithPlace).tiff({ compression: 'lzw' }).toBuffer());
    const given = { GPSLatitude: 51.5, GPSLatitudeRef: 'N', SerialNumber: '12345', Artist: 'Photographer' };
    const options = Object.entries({ ...given, Copyright: '(C) Someone' }).map(
      ([name, value]) => `-EXIF:${name}=${value}`,
    );
    execFileSync('exiftool', ['-quiet', '-overwrite_original', ...options, path]);
    const bytes = await readFile(path);
    const told = {
      'EXIF:GPSLatitude': expect.anything(),
      'EXIF:SerialNumber': 12345,
      'XMP:GPSLatitude': expect.anything(),
    };
    expect(readByExiftool(bytes)).toMatchObject(told);
    const facts = await factsOf(bytes);
    expect(facts).toMatchObject({ hasGps: true, hasSerial: true, copyright: '(C) Someone', artist: 'Photographer' });
    const stripped = stripMetadata(bytes, facts, keeps);
    if (stripped === undefined) throw new Error('nothing was stripped');
    expect(stripped).toHaveLength(bytes.length);
    expect(await haveSamePixels(bytes, stripped)).toBe(true);
    const after = readByExiftool(stripped);
    const names = Object.keys(after).filter((name) => /GPS|Serial|Copyright|Artist/.test(name));
    expect(names.sort()).toEqual(keeps === 'copyright' ? ['EXIF:Artist', 'EXIF:Copyright'] : []);
    expect(after['EXIF:ImageWidth']).toBe(320);
  });

  it('leaves the pixels of a TIFF alone that says that a number stands in them', async () => {
    const bytes = await picture().tiff({ compression: 'none' }).toBuffer();
    const entry = Buffer.from('31a40200c800000000000000', 'hex');
    const pixelsAt = 8 + 1000;
    expect(pixelsAt).toBeLessThan(bytes.length);
    const at = bytes.readUInt32LE(4);
    const count = bytes.readUInt16LE(at);
    const fields = bytes.subarray(at + 2, at + 2 + count * 12);
    entry.writeUInt32LE(pixelsAt, 8);
    const directory = Buffer.concat([Buffer.alloc(2), fields, entry, Buffer.alloc(4)]);
    directory.writeUInt16LE(count + 1);
    const file = Buffer.concat([bytes, directory]);
    file.writeUInt32LE(bytes.length, 4);
    const stripped = stripMetadata(file, { ...(await factsOf(bytes)), hasSerial: true });
    expect(stripped?.subarray(8, bytes.length).equals(bytes.subarray(8))).toBe(true);
    expect(stripped?.readUInt16LE(bytes.length)).toBe(count);
  });

  it('leaves exiftool no place and no comment in a GIF, and all its frames and times', async () => {
    const gif = await animatedGif({ frames: 3, loop: 2 });
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, 7]), Buffer.from('at home'), Buffer.from([0])]);
    const bytes = Buffer.concat([gif.subarray(0, -1), comment, gifXmp(xmpWithPlace), gif.subarray(-1)]);
    expect(readByExiftool(bytes)).toMatchObject({ 'XMP:GPSLatitude': expect.anything(), 'File:Comment': 'at home' });
    const stripped = await strip(bytes);
    expect(stripped.equals(gif)).toBe(true);
    expect(readByExiftool(stripped)).toEqual({});
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)(
    'keeps the credits that a %s has in XMP alone, and not the place beside them',
    async (format) => {
      const bytes = await withCreditsInXmp(format);
      const facts = await factsOf(bytes);
      expect(facts).toMatchObject({ hasGps: true, ...credits });
      const stripped = await strip(bytes);
      expect(await factsOf(stripped)).toMatchObject({ hasGps: false, ...credits });
      expect(Object.keys(readByExiftool(stripped)).filter((name) => name.includes('GPS'))).toEqual([]);
      const nameless = stripMetadata(bytes, facts, 'none') ?? bytes;
      expect(await factsOf(nameless)).toMatchObject({ hasGps: false });
      expect(await factsOf(nameless)).not.toHaveProperty('copyright');
    },
  );

  it.each(['jpeg', 'png'] as const)('knows the credits that a %s has in IPTC alone', async (format) => {
    const folder = await temporaryFolder();
    const path = join(folder, `a.${format}`);
    await writeFile(path, await picture().toFormat(format).toBuffer());
    execFileSync('exiftool', ['-quiet', '-overwrite_original', '-IPTC:CopyrightNotice=(C) Someone', path]);
    expect(await factsOf(await readFile(path))).toMatchObject({ copyright: '(C) Someone' });
  });

  it('keeps the credits that a JPEG has in IPTC alone, unless no name is to stay', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'a.jpg');
    await writeFile(path, await photoJpeg());
    const given = ['-EXIF:GPSLatitude=51.5', '-IPTC:CopyrightNotice=(C) Someone', '-IPTC:By-line=Photographer'];
    execFileSync('exiftool', ['-quiet', '-overwrite_original', ...given, path]);
    const bytes = await readFile(path);
    const told = { copyright: '(C) Someone', artist: 'Photographer' };
    const facts = await factsOf(bytes);
    expect(facts).toMatchObject({ hasGps: true, ...told });
    expect(await factsOf(await strip(bytes))).toMatchObject({ hasGps: false, ...told });
    expect(await factsOf(stripMetadata(bytes, facts, 'none') ?? bytes)).not.toHaveProperty('copyright');
  });

  it('finds place and credits in the raw profiles and packed texts of a PNG', async () => {
    const exif = Buffer.from((await sharp(await phoneJpeg({ copyright: '(C) Someone' })).metadata()).exif ?? []);
    const lines = `\nexif\n${exif.length}\n${exif.toString('hex').replace(/.{72}/g, '$&\n')}\n`;
    const packed = Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync(Buffer.from(lines, 'latin1'))]);
    const png = await picture().png().toBuffer();
    const bytes = Buffer.concat([png.subarray(0, 33), pngChunk('zTXt', packed), png.subarray(33)]);
    const told = { hasGps: true, copyright: '(C) Someone', orientation: 1 };
    expect(await factsOf(bytes)).toMatchObject(told);
    expect(readByExiftool(bytes)).toMatchObject({ 'EXIF:GPSLatitude': expect.anything() });
    const stripped = await strip(bytes);
    expect(Object.keys(readByExiftool(stripped)).filter((name) => name.includes('GPS'))).toEqual([]);
    expect(await factsOf(stripped)).toMatchObject({ ...told, hasGps: false });
  });

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

  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('leaves exiftool no number of a camera in a %s', async (format) => {
    const bytes = await picture()
      .withExif({
        IFD0: { Copyright: '(C) Someone' },
        IFD2: { BodySerialNumber: '12345', LensSerialNumber: '678', CameraOwnerName: 'Someone Else' },
      })
      [format]()
      .toBuffer();
    expect(await factsOf(bytes)).toMatchObject({ hasGps: false, hasSerial: true });
    expect(readByExiftool(bytes)).toMatchObject({ 'EXIF:LensSerialNumber': 678 });
    const stripped = await strip(bytes);
    expect(await haveSamePixels(bytes, stripped)).toBe(true);
    expect(readByExiftool(stripped)).toEqual({ 'EXIF:Copyright': '(C) Someone' });
  });

  it.each([
    '<r aux:SerialNumber="12345"/>',
    "<r exifEX:LensSerialNumber='12345'/>",
    '<r><exifEX:BodySerialNumber>12345</exifEX:BodySerialNumber></r>',
  ])('cuts a number out of XMP: %s', async (said) => {
    const bytes = await picture().withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${said}</x:xmpmeta>`).jpeg().toBuffer();
    expect((await strip(bytes)).includes('12345')).toBe(false);
    const blanked = blankXmpTraces(`${said}<r a="1"/>`);
    expect([blanked.includes('12345'), blanked.length, blanked.includes('<r a="1"/>')]).toEqual([
      false,
      said.length + 10,
      true,
    ]);
  });

  it('counts a maker’s note as a number, but leaves it to a picture with a gain map', async () => {
    const note = { ...(await factsOf(await photoJpeg())), hasSerial: true };
    expect(stripMetadata(await photoJpeg(), note)).toBeDefined();
    expect(stripMetadata(await photoJpeg(), { ...note, hasGainMap: true })).toBeUndefined();
    const block = Buffer.from(
      '4d4d002a00000008000187690004000000010000001a000000000001927c000700000004000000000000',
      'hex',
    );
    expect(readExifTags(block)).toMatchObject({ hasSerial: true, hasGps: false });
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
