import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../src/core/image-facts.js';
import type { KeepReason } from '../../src/core/keep-reason.js';
import { chooseEncoding, type EncodingPolicy, type EncodingTry } from '../../src/optimize/choose-encoding.js';

const plain: ImageFacts = {
  format: 'png',
  bytes: 100_000,
  width: 800,
  height: 600,
  orientation: 1,
  pages: 1,
  duration: 0,
  loop: 1,
  hasAlpha: false,
  hasIcc: false,
  hasExif: false,
  hasGps: false,
  bitDepth: 8,
  isCmyk: false,
  isGrey: false,
  isAnimatedPng: false,
  isPalette: false,
  isLossy: false,
  hasGainMap: false,
  hasOddColour: false,
};
const jpeg = (quality: number, subsampling: '4:4:4' | '4:2:0' = '4:2:0'): Partial<ImageFacts> => ({
  format: 'jpeg',
  isLossy: true,
  jpeg: { quality, subsampling, isProgressive: false },
});
const animated: Partial<ImageFacts> = { format: 'gif', pages: 10, duration: 1000, loop: 0 };
const policy: EncodingPolicy = { optimize: 'auto', imageFormat: 'keep', effort: 'fast' };

describe('chooseEncoding', () => {
  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, KeepReason]>([
    ['anything when optimizing is off', {}, { optimize: 'off', imageFormat: 'webp' }, 'optimize-off'],
    ['an SVG', { format: 'svg' }, { imageFormat: 'webp' }, 'vector'],
    ['a HEIC', { format: 'heic' }, { imageFormat: 'webp' }, 'no-decoder'],
    ['a BMP', { format: 'bmp' }, { imageFormat: 'png' }, 'no-decoder'],
    ['an ICO', { format: 'ico' }, { imageFormat: 'webp' }, 'no-decoder'],
    ['a JPEG XL', { format: 'jxl' }, { imageFormat: 'webp' }, 'no-decoder'],
    ['an animated PNG', { isAnimatedPng: true, pages: 5 }, { imageFormat: 'webp' }, 'animated-png'],
    ['a JPEG with a gain map', { ...jpeg(95), hasGainMap: true }, { imageFormat: 'webp' }, 'gain-map'],
    ['CMYK', { ...jpeg(95), isCmyk: true }, { imageFormat: 'webp' }, 'cmyk'],
    ['16 bits a channel', { bitDepth: 16 }, {}, 'high-bit-depth'],
    ['a PNG with colours of its own', { hasOddColour: true }, {}, 'odd-colour'],
    ['a lossy WebP', { format: 'webp', isLossy: true }, { imageFormat: 'avif' }, 'lossy-source'],
    ['an AVIF', { format: 'avif', isLossy: true }, { imageFormat: 'webp' }, 'lossy-source'],
    ['a JPEG when only lossless is allowed', jpeg(95), { optimize: 'lossless' }, 'lossy-source'],
    ['a JPEG that was already squeezed', jpeg(80), {}, 'already-optimized'],
    ['a squeezed JPEG in auto', jpeg(78), { imageFormat: 'auto' }, 'already-optimized'],
    ['a JPEG that should become PNG', jpeg(95), { imageFormat: 'png' }, 'lossy-source'],
    ['a GIF that stays a GIF', { format: 'gif' }, {}, 'no-safe-recompression'],
    ['a lossless WebP that stays one', { format: 'webp' }, {}, 'no-safe-recompression'],
    ['a PNG with a palette', { isPalette: true }, {}, 'no-safe-recompression'],
    ['an animation that should become AVIF', animated, { imageFormat: 'avif' }, 'animation'],
    ['an animation that should become JPEG', animated, { imageFormat: 'jpeg' }, 'animation'],
    ['an animation that should become PNG', animated, { imageFormat: 'png' }, 'animation'],
    ['an animation too large to hold', { ...animated, pages: 10_000 }, { imageFormat: 'webp' }, 'too-many-frames'],
    ['a TIFF with pages', { format: 'tiff', pages: 3 }, { imageFormat: 'webp' }, 'multi-page'],
    ['transparency that should become JPEG', { hasAlpha: true }, { imageFormat: 'jpeg' }, 'transparency'],
    ['a side too long for WebP', { height: 16_384 }, { imageFormat: 'webp' }, 'side-too-long'],
    ['a side too long for AVIF', { width: 16_384 }, { imageFormat: 'avif' }, 'side-too-long'],
    ['lossless AVIF', {}, { imageFormat: 'avif', optimize: 'lossless' }, 'no-safe-recompression'],
  ])('leaves %s alone', (_, facts, changes, reason) => {
    expect(chooseEncoding({ ...plain, ...facts }, { ...policy, ...changes })).toEqual({ kind: 'keep', reason });
  });

  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, EncodingTry[]]>([
    ['a JPEG by mozjpeg at 82', jpeg(90), {}, [{ format: 'jpeg', quality: 82, subsampling: '4:2:0' }]],
    ['a JPEG just above the bar', jpeg(81), {}, [{ format: 'jpeg', quality: 82, subsampling: '4:2:0' }]],
    ['fine colours with fine colours', jpeg(90, '4:4:4'), {}, [{ format: 'jpeg', quality: 82, subsampling: '4:4:4' }]],
    [
      'a JPEG at the quality asked for',
      jpeg(90),
      { quality: 60 },
      [{ format: 'jpeg', quality: 60, subsampling: '4:2:0' }],
    ],
    [
      'a PNG exactly, with and without filters',
      {},
      {},
      [
        { format: 'png', isFiltered: false },
        { format: 'png', isFiltered: true },
      ],
    ],
    [
      'a squeezed JPEG as WebP where that is asked for',
      jpeg(60),
      { imageFormat: 'webp', quality: 80 },
      [{ format: 'webp', lossless: false, quality: 80, smartSubsample: false, effort: 4 }],
    ],
    [
      'WebP with clean colours where no quality is given',
      jpeg(90),
      { imageFormat: 'webp' },
      [{ format: 'webp', lossless: false, quality: 85, smartSubsample: true, effort: 4 }],
    ],
    ['a PNG without loss in auto', {}, { imageFormat: 'auto' }, [{ format: 'webp', lossless: true, effort: 4 }]],
    ['a GIF without loss in auto', animated, { imageFormat: 'auto' }, [{ format: 'webp', lossless: true, effort: 4 }]],
    [
      'a PNG without loss where only that is allowed',
      {},
      { imageFormat: 'webp', optimize: 'lossless', effort: 'smallest' },
      [{ format: 'webp', lossless: true, effort: 6 }],
    ],
    ['AVIF', jpeg(90), { imageFormat: 'avif' }, [{ format: 'avif', quality: 70, effort: 2 }]],
  ])('encodes %s', (_, facts, changes, tries) => {
    expect(chooseEncoding({ ...plain, ...facts }, { ...policy, ...changes })).toEqual({
      kind: 'encode',
      tries,
      maxBytes: 95_000,
    });
  });
});
