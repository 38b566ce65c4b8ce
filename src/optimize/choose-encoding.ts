import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';

/** What a person asked for. */
export interface EncodingPolicy {
  readonly optimize: 'off' | 'lossless' | 'auto';
  readonly imageFormat: 'keep' | 'auto' | 'webp' | 'avif' | 'jpeg' | 'png';
  /** 1 to 100: one fixed quality for every lossy result. */
  readonly quality?: number;
  readonly effort: 'fast' | 'balanced' | 'smallest';
}

/** One way to encode a picture; everything that decides its bytes, apart from the libraries' versions. */
export type EncodingTry =
  | { readonly format: 'jpeg'; readonly quality: number; readonly subsampling: '4:4:4' | '4:2:0' }
  | { readonly format: 'png'; readonly isFiltered: boolean }
  | { readonly format: 'webp'; readonly lossless: true; readonly effort: number }
  | {
      readonly format: 'webp';
      readonly lossless: false;
      readonly quality: number;
      readonly smartSubsample: boolean;
      readonly effort: number;
    }
  | { readonly format: 'avif'; readonly quality: number; readonly effort: number };

export type EncodingDecision =
  | { readonly kind: 'keep'; readonly reason: KeepReason }
  | {
      readonly kind: 'encode';
      /** All are as good as each other to the eye; the smallest result is taken. */
      readonly tries: EncodingTries;
      /** Bytes that a result may have at most. */
      readonly maxBytes: number;
    };

export type EncodingTries = readonly [EncodingTry, ...EncodingTry[]];

/** Of the source's bytes: what saves less is not worth another file. */
const largestShare = 0.95;

/** More pixels than this, over all frames, would have to be held at once. */
const maxAnimationPixels = 268_402_689;

/** RFC 6386 gives 14 bits to a side less one pixel of libwebp's; libheif's AVIF encoder stops there too. */
const longestSide = 16_383;

/**
 * What to try on a picture. Decides from facts alone and touches no pixels.
 *
 * `auto` as image format is a plain rule: JPEG becomes WebP at a safe quality, whatever is lossless becomes
 * lossless WebP, where that is smaller.
 *
 * @param facts what `inspectImage` saw; sizes in pixels as oriented, `bytes` as stored
 * @returns `keep` with its reason, or at least one try
 */
export function chooseEncoding(facts: ImageFacts, policy: EncodingPolicy): EncodingDecision {
  const reason = reasonToKeep(facts, policy);
  if (reason) return { kind: 'keep', reason };
  const tries = chooseTries(facts, policy);
  if (typeof tries === 'string') return { kind: 'keep', reason: tries };
  return { kind: 'encode', tries, maxBytes: Math.floor(facts.bytes * largestShare) };
}

/** What is left alone whatever format is asked for. */
function reasonToKeep(facts: ImageFacts, policy: EncodingPolicy): KeepReason | undefined {
  if (policy.optimize === 'off') return 'optimize-off';
  if (facts.format === 'svg') return 'vector';
  if (['heic', 'bmp', 'ico', 'jxl'].includes(facts.format)) return 'no-decoder';
  if (facts.isAnimatedPng) return 'animated-png';
  if (facts.hasGainMap) return 'gain-map';
  if (facts.isCmyk) return 'cmyk';
  if (facts.bitDepth > 8) return 'high-bit-depth';
  if (facts.hasOddColour) return 'odd-colour';
  if (facts.isLossy && facts.format !== 'jpeg') return 'lossy-source'; // a second generation costs more than it saves
  if (facts.isLossy && policy.optimize === 'lossless') return 'lossy-source';
  if (facts.format === 'tiff' && facts.pages > 1) return 'multi-page';
  if (facts.width * facts.height * facts.pages > maxAnimationPixels) return 'too-many-frames';
  return undefined;
}

function chooseTries(facts: ImageFacts, policy: EncodingPolicy): EncodingTries | KeepReason {
  switch (policy.imageFormat) {
    case 'keep':
      return keepFormat(facts, policy);
    case 'auto':
    case 'webp':
      return toWebp(facts, policy);
    case 'avif':
      return toAvif(facts, policy);
    case 'jpeg':
      return toJpeg(facts, policy);
    case 'png':
      return toPng(facts);
  }
}

function keepFormat(facts: ImageFacts, policy: EncodingPolicy): EncodingTries | KeepReason {
  if (facts.format === 'jpeg') return toJpeg(facts, policy);
  if (facts.format === 'png') return toPng(facts);
  return 'no-safe-recompression';
}

function toWebp(facts: ImageFacts, policy: EncodingPolicy): EncodingTries | KeepReason {
  if (Math.max(facts.width, facts.height) > longestSide) return 'side-too-long';
  const effort = webpEffort[policy.effort];
  if (policy.optimize === 'lossless' || (policy.imageFormat === 'auto' && !facts.isLossy)) {
    return [{ format: 'webp', lossless: true, effort }];
  }
  if (policy.imageFormat === 'auto' && isSqueezed(facts)) return 'already-optimized';
  // a fixed quality is the codec's plain one; left to us, colours keep their edges, at twice the time
  return policy.quality === undefined
    ? [{ format: 'webp', lossless: false, quality: 85, smartSubsample: true, effort }]
    : [{ format: 'webp', lossless: false, quality: policy.quality, smartSubsample: false, effort }];
}

function toAvif(facts: ImageFacts, policy: EncodingPolicy): EncodingTries | KeepReason {
  if (facts.pages > 1) return 'animation'; // sharp would make one long strip of the frames
  if (policy.optimize === 'lossless') return 'no-safe-recompression'; // lossless AVIF is larger than PNG as a rule
  if (Math.max(facts.width, facts.height) > longestSide) return 'side-too-long';
  return [{ format: 'avif', quality: policy.quality ?? 70, effort: avifEffort[policy.effort] }];
}

function toJpeg(facts: ImageFacts, policy: EncodingPolicy): EncodingTries | KeepReason {
  if (facts.pages > 1) return 'animation';
  if (policy.optimize === 'lossless') return 'no-safe-recompression';
  if (facts.hasAlpha) return 'transparency';
  if (isSqueezed(facts)) return 'already-optimized';
  const isFine = !facts.isLossy || facts.jpeg?.subsampling === '4:4:4';
  return [{ format: 'jpeg', quality: policy.quality ?? 82, subsampling: isFine ? '4:4:4' : '4:2:0' }];
}

function toPng(facts: ImageFacts): EncodingTries | KeepReason {
  if (facts.pages > 1) return 'animation';
  if (facts.isLossy) return 'lossy-source'; // lossless after lossy only grows
  if (facts.isPalette) return 'no-safe-recompression';
  return [
    { format: 'png', isFiltered: false },
    { format: 'png', isFiltered: true },
  ];
}

/** At 80 or less there is next to nothing to take, whoever made it; mozjpeg's own 82 reads 77, so a result is never taken up again. */
const isSqueezed = (facts: ImageFacts): boolean => facts.jpeg !== undefined && facts.jpeg.quality <= 80;

/** libwebp's method, 0 to 6. */
const webpEffort = { fast: 4, balanced: 4, smallest: 6 } as const;

/** libaom's speed turned round, 0 to 9; every step up costs about three times the time. */
const avifEffort = { fast: 2, balanced: 2, smallest: 4 } as const;
