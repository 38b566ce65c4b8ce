import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../src/core/image-facts.js';
import type { KeepReason } from '../../src/core/keep-reason.js';
import { chooseEncoding } from '../../src/optimize/choose-encoding.js';
import type { EncodingPolicy, Surroundings } from '../../src/optimize/encoding-policy.js';
import type { EncodingTry, EncodingWay } from '../../src/optimize/encoding-try.js';
import { gifFacts as animated, jpegFacts as jpeg, pictureFacts, policyOf } from './picture-facts.js';

/** What is tried first in each choice, said short. */
function firstTries(
  facts: Partial<ImageFacts>,
  policy: Partial<EncodingPolicy>,
  surroundings: Surroundings = {},
): readonly (readonly string[])[] | string {
  const decision = chooseEncoding(pictureFacts(facts), policyOf(policy), surroundings);
  return decision.kind === 'keep' ? decision.reason : decision.choices.map((ways) => ways.map(sayWay));
}

const attemptOf = (way: EncodingWay): EncodingTry => (way.kind === 'searched' ? way.start : way.attempt);

function sayWay(way: EncodingWay): string {
  const attempt = attemptOf(way);
  const options = Object.entries(attempt).map(([name, value]) => (name === 'format' ? value : `${name}=${value}`));
  return [way.kind, ...options].join(' ');
}

describe('chooseEncoding', () => {
  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, KeepReason]>([
    ['anything when optimizing is off', {}, { optimize: 'off', imageFormat: 'webp' }, 'optimize-off'],
    ['an SVG', { format: 'svg' }, { imageFormat: 'webp' }, 'vector'],
    ['a HEIC', { format: 'heic' }, { imageFormat: 'webp' }, 'no-decoder'],
    ['a BMP', { format: 'bmp' }, { imageFormat: 'png' }, 'no-decoder'],
    ['an ICO', { format: 'ico' }, { imageFormat: 'webp' }, 'no-decoder'],
    ['a GIF of one pixel', { format: 'gif', width: 1, height: 1 }, { imageFormat: 'webp' }, 'no-safe-recompression'],
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
    expect(chooseEncoding(pictureFacts(facts), policyOf(changes))).toEqual({ kind: 'keep', reason });
  });

  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, Surroundings, KeepReason]>([
    ['a share card that should become AVIF', {}, { imageFormat: 'avif' }, { isShareCard: true }, 'share-card'],
    ['a profile that AVIF would fail with', {}, { imageFormat: 'avif' }, { hasOddProfile: true }, 'odd-colour'],
    ['a grey picture with a profile for colours', { isGrey: true }, {}, { hasOddProfile: true }, 'odd-colour'],
    ['what no allowed format suits', {}, { imageFormat: 'auto', allowFormats: ['jpeg'] }, {}, 'format-not-allowed'],
    [
      'a JPEG too long for WebP and squeezed, in auto',
      { ...jpeg(70), height: 20_000 },
      { imageFormat: 'auto', effort: 'balanced' },
      {},
      'side-too-long',
    ],
    ['a lossy WebP that would only be encoded again', { format: 'webp', isLossy: true }, {}, {}, 'lossy-source'],
  ])('leaves %s alone', (_, facts, policy, surroundings, reason) => {
    expect(firstTries(facts, policy, surroundings)).toBe(reason);
  });

  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, string[][]]>([
    ['a JPEG by mozjpeg at 90', jpeg(90), {}, [['unmeasured jpeg quality=90 subsampling=4:2:0']]],
    ['a JPEG just above the bar', jpeg(81), {}, [['unmeasured jpeg quality=90 subsampling=4:2:0']]],
    ['fine colours with fine colours', jpeg(90, '4:4:4'), {}, [['unmeasured jpeg quality=90 subsampling=4:4:4']]],
    [
      'a JPEG at the quality asked for',
      jpeg(90),
      { quality: 60, effort: 'balanced' },
      [['unmeasured jpeg quality=60 subsampling=4:2:0']],
    ],
    ['a PNG exactly, with and without filters', {}, {}, [['exact png isFiltered=false', 'exact png isFiltered=true']]],
    [
      'a squeezed JPEG as WebP where that is asked for',
      jpeg(60),
      { imageFormat: 'webp', quality: 80 },
      [['unmeasured webp lossless=false effort=4 quality=80 smartSubsample=false']],
    ],
    [
      'WebP with clean colours where no quality is given',
      jpeg(90),
      { imageFormat: 'webp' },
      [['unmeasured webp lossless=false effort=4 quality=90 smartSubsample=true']],
    ],
    ['a PNG without loss in auto', {}, { imageFormat: 'auto' }, [['exact webp lossless=true effort=4']]],
    ['a GIF without loss in auto', animated, { imageFormat: 'auto' }, [['exact webp lossless=true effort=4']]],
    [
      'a PNG without loss where only that is allowed',
      {},
      { imageFormat: 'webp', optimize: 'lossless', effort: 'smallest' },
      [['exact webp lossless=true effort=6']],
    ],
    ['AVIF', jpeg(90), { imageFormat: 'avif' }, [['unmeasured avif quality=75 effort=2']]],
  ])('encodes %s, measuring nothing where that would take time', (_, facts, policy, tries) => {
    expect(firstTries(facts, policy)).toEqual(tries);
  });

  const lossless = 'exact webp lossless=true effort=4';
  const nearly = 'measured webp lossless=near near=60 effort=4';
  const avif = 'searched avif quality=70 effort=2';
  const webp = 'searched webp lossless=false effort=4 quality=85 smartSubsample=true';
  const oxipng = 'exact png oxipng=2';

  it.each<[string, Partial<ImageFacts>, Partial<EncodingPolicy>, Surroundings, string[][]]>([
    ['a photograph: AVIF, else WebP, else its own', {}, {}, { content: 'photo' }, [[avif], [webp], [oxipng]]],
    ['a drawing: WebP without loss or nearly so', {}, {}, { content: 'flat' }, [[lossless, nearly], [oxipng]]],
    ['what is doubtful as both', {}, {}, { content: 'doubtful' }, [[lossless, nearly, avif], [webp], [oxipng]]],
    ['a squeezed JPEG as AVIF all the same', jpeg(75), {}, { content: 'photo' }, [[avif], [webp]]],
    ['a JPEG of a drawing as a photograph: it has noise', jpeg(75), {}, { content: 'flat' }, [[avif], [webp]]],
    ['a share card without AVIF', jpeg(75), {}, { content: 'photo', isShareCard: true }, [[webp]]],
    ['only what is allowed', {}, { allowFormats: ['webp'] }, { content: 'photo' }, [[webp]]],
    [
      'without loss where only that is wanted',
      {},
      { optimize: 'lossless' },
      { content: 'photo' },
      [[lossless], [oxipng]],
    ],
    ['an animation without loss, or measured', animated, {}, { content: 'flat' }, [[lossless, webp]]],
    ['a picture too long for WebP in its own format', { height: 20_000 }, {}, { content: 'flat' }, [[oxipng]]],
  ])('with auto and a look, encodes %s', (_, facts, policy, surroundings, tries) => {
    const wanted: Partial<EncodingPolicy> = { imageFormat: 'auto', effort: 'balanced', ...policy };
    expect(firstTries(facts, wanted, surroundings)).toEqual(tries);
  });

  it.each<[string, Partial<ImageFacts>, Surroundings, string[][]]>([
    ['a JPEG', jpeg(90), {}, [['searched jpeg quality=82 subsampling=4:2:0']]],
    [
      'a JPEG with fine colours, with and without them',
      jpeg(90, '4:4:4'),
      {},
      [['searched jpeg quality=82 subsampling=4:4:4', 'searched jpeg quality=82 subsampling=4:2:0']],
    ],
    ['a PNG', {}, {}, [[oxipng]]],
    ['a PNG with a palette', { isPalette: true }, {}, [[oxipng]]],
    ['a squeezed JPEG that is scaled', jpeg(70), { isScaled: true }, [['searched jpeg quality=82 subsampling=4:2:0']]],
    ['a lossy WebP that is scaled', { format: 'webp', isLossy: true }, { isScaled: true }, [[webp]]],
    ['an AVIF that is scaled', { format: 'avif', isLossy: true }, { isScaled: true }, [[avif]]],
  ])('measuring, keeps the format of %s', (_, facts, surroundings, tries) => {
    expect(firstTries(facts, { effort: 'balanced' }, surroundings)).toEqual(tries);
  });
});
