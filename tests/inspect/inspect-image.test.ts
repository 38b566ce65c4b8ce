import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { pngChunk, pngChunks } from '../../src/lib/formats/png-chunks.js';
import { animatedGif, animatedWebp, cut, flatPng, phoneJpeg, photoJpeg, picture, svg } from '../support/images.js';
import { animatedPng } from '../support/inspect/animated-png.js';
import { bitmap } from '../support/inspect/bitmap.js';
import { icon, iconBitmap } from '../support/inspect/icon.js';

const { signal } = new AbortController(); // a test has a time limit of its own
const deepLook = { signal, deep: true };

describe('inspectImage', () => {
  it.each<[string, () => Promise<Buffer>, object]>([
    [
      'a JPEG',
      () => photoJpeg(),
      { format: 'jpeg', isLossy: true, jpeg: { quality: 95, subsampling: '4:2:0', isProgressive: false } },
    ],
    [
      'a progressive JPEG',
      () => photoJpeg({}, { progressive: true, chromaSubsampling: '4:4:4', quality: 70 }),
      {
        jpeg: { quality: 70, subsampling: '4:4:4', isProgressive: true },
      },
    ],
    [
      'a grey JPEG',
      () => picture().toColourspace('b-w').jpeg().toBuffer(),
      { jpeg: { subsampling: 'grey' }, isCmyk: false },
    ],
    ['a CMYK JPEG', () => picture().toColourspace('cmyk').jpeg().toBuffer(), { isCmyk: true }],
    [
      'a phone picture on its side',
      () => phoneJpeg({ orientation: 6 }),
      {
        width: 240,
        height: 320,
        orientation: 6,
        hasGps: true,
        hasExif: true,
        copyright: 'Someone',
        artist: 'Photographer',
      },
    ],
    ['a PNG', () => flatPng(), { format: 'png', hasAlpha: false, bitDepth: 8, isLossy: false, isPalette: false }],
    ['a PNG with a palette', () => picture().png({ palette: true }).toBuffer(), { isPalette: true }],
    ['a PNG with transparency', () => picture().ensureAlpha(0.5).png().toBuffer(), { hasAlpha: true }],
    ['a PNG of 16 bits', () => picture().toColourspace('rgb16').png().toBuffer(), { bitDepth: 16 }],
    ['a picture with a profile', () => picture().withIccProfile('p3').png().toBuffer(), { hasIcc: true }],
    ['a lossy WebP', () => picture().webp().toBuffer(), { format: 'webp', isLossy: true, hasAlpha: false }],
    [
      'a lossless WebP',
      () => picture().webp({ lossless: true }).toBuffer(),
      { isLossy: false, width: 320, height: 240 },
    ],
    ['a WebP with transparency', () => picture().ensureAlpha(0.5).webp().toBuffer(), { hasAlpha: true }],
    [
      'an animated WebP',
      () => animatedWebp({ frames: 3, delay: [50, 70, 90], loop: 2 }),
      { pages: 3, duration: 210, loop: 2 },
    ],
    [
      'an animated GIF',
      () => animatedGif({ frames: 3, delay: [50, 70, 90], loop: 0 }),
      { format: 'gif', pages: 3, duration: 210, loop: 0 },
    ],
    [
      'an AVIF',
      () => picture().avif({ effort: 0 }).toBuffer(),
      { format: 'avif', isLossy: true, width: 320, height: 240 },
    ],
  ])('reads the facts of %s', async (_, build, facts) => {
    const bytes = await build();
    expect(await inspectImage({ bytes }, deepLook)).toMatchObject({
      verdict: { level: 'ok', reasons: [] },
      facts: { bytes: bytes.length, ...facts },
    });
  });

  it('calls a format broken that browsers do not show', async () => {
    const bytes = await picture().tiff().toBuffer();
    const { verdict, facts } = await inspectImage({ bytes }, deepLook);
    expect(verdict).toMatchObject({ level: 'broken', reasons: ['not-for-browsers'] });
    expect(facts).toMatchObject({ format: 'tiff', width: 320, height: 240 });
    const short = await inspectImage({ bytes: cut(bytes, 0.5) }, deepLook);
    expect(short.verdict.reasons).toContain('not-for-browsers');
    expect(short.verdict.reasons.length).toBe(2);
  });

  it.each([
    ['nothing', '', 'empty', {}],
    ['a page', '<!doctype html><title>404</title>', 'not-an-image', { found: 'html' }],
    [
      'an error of a bucket',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
      'not-an-image',
      { found: 'xml' },
    ],
    ['JSON', '{"error":"no"}', 'not-an-image', { found: 'json' }],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      'not-an-image',
      { found: 'lfs-pointer' },
    ],
    ['an image as Base64', 'iVBORw0KGgoAAAANSUhEUg', 'not-an-image', { found: 'base64' }],
    ['a text', 'Not found', 'not-an-image', { found: 'text' }],
    ['a gzip body', '\x1f\x8b\x08\0\0', 'not-an-image', { found: 'gzip' }],
    ['noise', '\0\x01\x02\x03', 'not-an-image', { found: 'binary' }],
  ])('says that %s is no image, and what it is', async (_, text, reason, evidence) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(await inspectImage({ bytes }, deepLook)).toMatchObject({
      verdict: { level: 'broken', reasons: [reason], evidence },
    });
  });

  it('shows the first bytes of what is not as it should be', async () => {
    const { verdict } = await inspectImage({ bytes: Buffer.from('<!doctype html><title>404</title>') }, deepLook);
    expect(verdict.evidence.firstBytes).toBe('<!doctype html><');
    const short = await inspectImage({ bytes: cut(await photoJpeg(), 0.5) }, deepLook);
    expect(short.verdict.evidence).toMatchObject({
      firstBytes: expect.stringMatching(/^ffd8ff[0-9a-f]{26}$/),
      decoder: expect.stringMatching(/premature end/),
    });
  });

  it('says the same of many broken pictures at once as of one', async () => {
    const bytes = cut(await photoJpeg(), 0.5);
    const looks = await Promise.all(Array.from({ length: 60 }, () => inspectImage({ bytes }, deepLook)));
    expect(new Set(looks.flatMap(({ verdict }) => verdict.reasons))).toEqual(new Set(['truncated']));
  });

  it('tells a picture’s faults by the decoder’s words of it, whatever fails beside it', async () => {
    const photo = Buffer.from(await photoJpeg());
    const scan = photo.lastIndexOf(Buffer.from('ffda', 'hex'));
    const harmless = Buffer.from(photo);
    harmless[scan + 2 + photo.readUInt16BE(scan + 2) - 3] = 1; // a scan that begins at the second coefficient, as it says
    const pictures = [harmless, cut(photo, 0.5), cut(await flatPng(), 0.5)];
    const look = async (bytes: Uint8Array) => (await inspectImage({ bytes }, deepLook)).verdict;
    const alone = [];
    for (const bytes of pictures) alone.push(await look(bytes));
    expect(alone.map(({ level }) => level)).toEqual(['ok', 'broken', 'broken']);

    for (let round = 0; round < 15; round += 1) {
      expect(await Promise.all([...pictures, ...pictures].map(look))).toEqual([...alone, ...alone]);
    }
  });

  it('finds a picture of no size', async () => {
    const bytes = Buffer.from(await flatPng());
    const size = Buffer.concat([Buffer.alloc(8), bytes.subarray(24, 29)]);
    const empty = Buffer.concat([bytes.subarray(0, 8), pngChunk('IHDR', size), bytes.subarray(33)]);
    const { verdict } = await inspectImage({ bytes: empty }, deepLook);
    expect(verdict).toMatchObject({ reasons: ['undecodable'], evidence: { fault: 'bad-header' } });
    expect(verdict.evidence).not.toHaveProperty('decoder');
  });

  it('refuses more pixels than the limit before anything is decoded', async () => {
    const bytes = Buffer.from(await photoJpeg());
    const frame = bytes.indexOf(Buffer.from('ffc0', 'hex'));
    bytes.writeUInt16BE(30_000, frame + 5);
    bytes.writeUInt16BE(30_000, frame + 7);
    expect((await inspectImage({ bytes }, deepLook)).verdict).toMatchObject({
      level: 'broken',
      reasons: ['too-many-pixels'],
      evidence: { format: 'jpeg', width: 30_000, height: 30_000, limit: 268_402_689 },
    });
  });

  it('catches the picture that lacks its last two bytes, and the cut one with an end hung on', async () => {
    const bytes = await photoJpeg();
    const faked = Buffer.concat([cut(bytes, 0.6), Buffer.from('ffd9', 'hex')]);
    for (const broken of [bytes.subarray(0, -2), faked]) {
      expect((await inspectImage({ bytes: broken }, deepLook)).verdict).toMatchObject({
        level: 'broken',
        reasons: ['truncated'],
      });
    }
  });

  it('tells a PNG that was cut from a damaged one, whatever the decoder says of it', async () => {
    const bytes = Buffer.from(await picture().png().toBuffer());
    for (const share of [0.3, 0.5, 0.7]) {
      const { verdict } = await inspectImage({ bytes: cut(bytes, share) }, deepLook);
      expect(verdict).toMatchObject({ level: 'broken', reasons: ['truncated'], evidence: { fault: 'chunk-cut' } });
    }
  });

  it('catches one changed byte in the pixels of a PNG', async () => {
    const bytes = Buffer.from(await picture().png().toBuffer());
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    expect((await inspectImage({ bytes }, deepLook)).verdict.level).toBe('broken');
  });

  it('catches a PNG whose line ends an old transfer changed', async () => {
    const bytes = Buffer.from((await flatPng()).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    expect((await inspectImage({ bytes }, deepLook)).verdict.level).toBe('broken');
  });

  it.each([
    ['PNG', async () => (await flatPng()).subarray(0, -12)],
    ['GIF', async () => (await animatedGif()).subarray(0, -2)],
  ])('only warns of a %s that lacks nothing but its trailer', async (_, build) => {
    expect((await inspectImage({ bytes: await build() }, deepLook)).verdict).toMatchObject({
      level: 'warn',
      reasons: ['missing-trailer'],
    });
  });

  it.each([
    ['of no codes', 'R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs='],
    ['that ends behind its code size', 'R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAI='],
    ['that ends behind its frame’s header', 'R0lGODlhAQABAAAAACwAAAAAAQABAAA='],
  ])('takes the one pixel that pages hold a place with, %s', async (_, base64) => {
    const { verdict } = await inspectImage({ bytes: Buffer.from(base64, 'base64') }, deepLook);
    expect(verdict).toMatchObject({ level: 'ok', reasons: [], evidence: { width: 1, height: 1 } });
  });

  it('does not take one that has not even that header', async () => {
    const { verdict } = await inspectImage({ bytes: Buffer.from('R0lGODlhAQABAAAAACw=', 'base64') }, deepLook);
    expect(verdict.level).toBe('broken');
  });

  it('finds the frames that a cut took from an animated GIF, with a trailer hung on or not', async () => {
    const bytes = await animatedGif({ frames: 6 });
    for (const share of [0.95, 0.7, 0.5, 0.3]) {
      for (const tail of ['', '3b', '003b']) {
        const broken = Buffer.concat([cut(bytes, share), Buffer.from(tail, 'hex')]);
        const { verdict } = await inspectImage({ bytes: broken }, deepLook);
        expect(verdict.reasons).toEqual([
          tail === '' ? 'truncated' : expect.stringMatching(/truncated|damaged-frames/),
        ]);
      }
    }
  });

  it('finds the frames that are missing from an animated PNG', async () => {
    const whole = animatedPng([await flatPng(), await flatPng({ seed: 2 }), await flatPng({ seed: 3 })]);
    const second = [...pngChunks(whole)].filter(({ type }) => type === 'fcTL')[1];
    const bytes = Buffer.concat([whole.subarray(0, second?.start), pngChunk('IEND', Buffer.alloc(0))]);
    expect((await inspectImage({ bytes }, deepLook)).verdict).toMatchObject({
      level: 'warn',
      reasons: ['damaged-frames'],
      evidence: { missingFrames: 2 },
    });
  });

  it.each([
    ['cICP', pngChunk('cICP', Buffer.from('09100001', 'hex')), true],
    ['a linear gamma', pngChunk('gAMA', Buffer.from('000186a0', 'hex')), true],
    ['the gamma of sRGB', pngChunk('gAMA', Buffer.from('0000b18f', 'hex')), false],
  ])('sees in a PNG with %s whether its colours are its own', async (_, chunk, hasOddColour) => {
    const png = await flatPng();
    const bytes = Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
    expect((await inspectImage({ bytes }, deepLook)).facts).toMatchObject({ hasOddColour });
  });

  it('knows a JPEG that carries a gain map', async () => {
    const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/>';
    const bytes = await picture().withXmp(xmp).jpeg().toBuffer();
    expect((await inspectImage({ bytes }, deepLook)).facts).toMatchObject({ hasGainMap: true });
  });

  it.each([
    ['image/jpeg', true],
    ['IMAGE/JPG; charset=binary', true],
    ['application/octet-stream', true],
    ['', true],
    ['image/png', false],
    ['text/html', false],
  ])('holds a JPEG that is served as %j against its bytes', async (contentType, fits) => {
    const { verdict } = await inspectImage({ bytes: await photoJpeg(), contentType }, { signal, deep: false });
    expect(verdict.reasons).toEqual(fits ? [] : ['type-mismatch']);
  });

  it('reads every frame of an animation, one by one where they are too many to hold', async () => {
    const bytes = await animatedWebp({ frames: 4 });
    const look = { ...deepLook, maxPixels: 96 * 64 };
    expect((await inspectImage({ bytes }, look)).verdict.level).toBe('ok');
    const damaged = Buffer.from(bytes);
    damaged.fill(0, damaged.lastIndexOf(Buffer.from('9d012a', 'hex')), damaged.length);
    expect((await inspectImage({ bytes: damaged }, look)).verdict.level).toBe('broken');
  });

  it.each([
    ['a bitmap', bitmap(), 'bmp', { width: 24, height: 16 }],
    ['an icon', icon([iconBitmap(16, 24)]), 'ico', { width: 16, height: 16 }],
  ])('judges %s by its rows, for there is no decoder', async (_, bytes, format, size) => {
    expect(await inspectImage({ bytes }, deepLook)).toMatchObject({
      verdict: { level: 'ok' },
      facts: { format, ...size },
    });
    const short = await inspectImage({ bytes: bytes.subarray(0, -3) }, deepLook);
    expect(short.verdict).toMatchObject({ level: 'broken', reasons: ['truncated'] });
  });

  it('takes an SVG without decoding it', async () => {
    expect(await inspectImage({ bytes: svg() }, deepLook)).toMatchObject({
      verdict: { level: 'ok' },
      facts: { format: 'svg', width: 0 },
    });
  });

  it('finds an SVG behind a long licence', async () => {
    const bytes = Buffer.concat([Buffer.from(`<!--${' licence'.repeat(4000)} -->`), svg()]);
    expect((await inspectImage({ bytes }, deepLook)).verdict.level).toBe('ok');
  });

  it.each([
    ['in HTML that stands around it', `<html>${svg()}</html>`, 'not-an-image'],
    ['without a namespace', '<svg width="8" height="8"/>', 'svg-not-rendered'],
    ['with an entity of HTML', '<svg xmlns="http://www.w3.org/2000/svg">&nbsp;</svg>', 'svg-not-rendered'],
  ])('calls an SVG broken that is drawn by decoders only: %s', async (_, text, reason) => {
    const { verdict } = await inspectImage({ bytes: Buffer.from(text) }, deepLook);
    expect(verdict).toMatchObject({ level: 'broken', reasons: [reason] });
    if (reason === 'svg-not-rendered') expect(verdict.evidence).toMatchObject({ line: 1, found: expect.any(String) });
  });

  it('stops when it is told to', async () => {
    const look = inspectImage({ bytes: await photoJpeg() }, { signal: AbortSignal.abort(), deep: true });
    await expect(look).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('agrees with the decoder on the size of every kind', async () => {
    for (const build of [
      photoJpeg,
      flatPng,
      () => animatedGif(),
      () => animatedWebp(),
      () => phoneJpeg({ orientation: 5 }),
    ]) {
      const bytes = await build();
      const { autoOrient } = await sharp(bytes).metadata();
      expect((await inspectImage({ bytes }, { signal, deep: false })).facts).toMatchObject(autoOrient);
    }
  });
});
