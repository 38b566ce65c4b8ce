import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import type { EncodingPolicy, Surroundings } from './encoding-policy.js';
import type { EncodingChoices, EncodingWay, QualitySearch, QualityTry } from './encoding-try.js';

/** RFC 6386 gives 14 bits to a side less one pixel of libwebp's; libheif's AVIF encoder stops there too. */
const longestSide = 16_383;

/** WebP: without loss for what is drawn, by quality for the rest, both where nobody can tell. */
export function webpWays(
  facts: ImageFacts,
  policy: EncodingPolicy,
  { content }: Surroundings,
): EncodingChoices | KeepReason {
  if (isTooLong(facts)) return 'side-too-long';
  if (policy.optimize === 'lossless') return [[losslessWebp(policy)]];
  if (facts.isLossy) return [[qualityWebp(policy)]];
  if (content === 'flat') return [flatWebp(policy), [qualityWebp(policy)]];
  if (content === 'doubtful') return [[...flatWebp(policy), qualityWebp(policy)]];
  return [[qualityWebp(policy)]];
}

export function avifWays(facts: ImageFacts, policy: EncodingPolicy): EncodingChoices | KeepReason {
  if (facts.pages > 1) return 'animation'; // sharp would make one long strip of the frames
  if (policy.optimize === 'lossless') return 'no-safe-recompression'; // lossless AVIF is larger than PNG as a rule
  if (isTooLong(facts)) return 'side-too-long';
  return [[qualityAvif(policy)]];
}

export function jpegWays(
  facts: ImageFacts,
  policy: EncodingPolicy,
  { isScaled = false }: Surroundings,
): EncodingChoices | KeepReason {
  if (facts.pages > 1) return 'animation';
  if (policy.optimize === 'lossless') return 'no-safe-recompression';
  if (facts.hasAlpha) return 'transparency';
  if (isSqueezed(facts) && !isScaled) return 'already-optimized';
  const isFine = !facts.isLossy || facts.jpeg?.subsampling === '4:4:4';
  const fine = qualityJpeg(policy, '4:4:4');
  const coarse = qualityJpeg(policy, '4:2:0');
  if (!isFine) return [[coarse]];
  return isMeasured(policy) && facts.isLossy ? [[fine, coarse]] : [[fine]];
}

export function pngWays(facts: ImageFacts, policy: EncodingPolicy): EncodingChoices | KeepReason {
  if (facts.pages > 1) return 'animation';
  if (facts.isLossy) return 'lossy-source'; // lossless after lossy only grows
  if (policy.effort !== 'fast')
    return [[{ kind: 'exact', attempt: { format: 'png', oxipng: oxipngLevel[policy.effort] } }]];
  if (facts.isPalette) return 'no-safe-recompression';
  return [
    [
      { kind: 'exact', attempt: { format: 'png', isFiltered: false } },
      { kind: 'exact', attempt: { format: 'png', isFiltered: true } },
    ],
  ];
}

/** Whether results are scored: `fast` does without, and a quality that a person fixed is theirs. */
export const isMeasured = ({ effort, quality, optimize }: EncodingPolicy): boolean =>
  effort !== 'fast' && quality === undefined && optimize !== 'off';

/** At 80 or less there is next to nothing to take, whoever made it; mozjpeg's own 82 reads 77, so a result is never taken up again. */
export const isSqueezed = (facts: ImageFacts): boolean => facts.jpeg !== undefined && facts.jpeg.quality <= 80;

export const isTooLong = (facts: ImageFacts): boolean => Math.max(facts.width, facts.height) > longestSide;

export const losslessWebp = ({ effort }: EncodingPolicy): EncodingWay => ({
  kind: 'exact',
  attempt: { format: 'webp', lossless: true, effort: webpEffort[effort] },
});

/** For what is drawn; the near one only where its largest error is seen. */
export const flatWebp = (policy: EncodingPolicy): EncodingWay[] => [
  losslessWebp(policy),
  ...(isMeasured(policy) ? [nearLosslessWebp(policy)] : []),
];

const nearLosslessWebp = ({ effort }: EncodingPolicy): EncodingWay => ({
  kind: 'measured',
  attempt: { format: 'webp', lossless: 'near', near: 60, effort: webpEffort[effort] },
  maxError: 8,
});

/** A fixed quality is the codec's plain one; left to us, colours keep their edges, at twice the time. */
export function qualityWebp(policy: EncodingPolicy): EncodingWay {
  const effort = webpEffort[policy.effort];
  const webp = { format: 'webp', lossless: false, effort } as const;
  return policy.quality === undefined
    ? byQuality(
        policy,
        { ...webp, quality: isMeasured(policy) ? 85 : safeQuality.webp, smartSubsample: true },
        { from: 60, to: 98 },
      )
    : byQuality(policy, { ...webp, quality: policy.quality, smartSubsample: false });
}

export const qualityAvif = (policy: EncodingPolicy): EncodingWay =>
  byQuality(
    policy,
    {
      format: 'avif',
      quality: policy.quality ?? (isMeasured(policy) ? 70 : safeQuality.avif),
      effort: avifEffort[policy.effort],
    },
    { from: 45, to: 92 },
  );

const qualityJpeg = (policy: EncodingPolicy, subsampling: '4:4:4' | '4:2:0'): EncodingWay =>
  byQuality(
    policy,
    { format: 'jpeg', quality: policy.quality ?? (isMeasured(policy) ? 82 : 90), subsampling },
    jpegRange,
  );

const jpegRange = { from: 82, to: 96 };

function byQuality(
  policy: EncodingPolicy,
  start: QualityTry,
  range: Pick<QualitySearch, 'from' | 'to'> = { from: 1, to: 100 },
): EncodingWay {
  if (!isMeasured(policy)) return { kind: 'unmeasured', attempt: start };
  return { kind: 'searched', start, ...range, ...searchEffort[policy.effort], maxError: lossyError };
}

/** What is not measured is to reach a score of 80 all the same, on nearly every photograph of the sample. */
const safeQuality = { webp: 90, avif: 75 } as const;

/** Of one channel, 0 to 255. A score of a whole picture says little of a few pixels. */
const lossyError = 96;

const searchEffort = {
  fast: { tries: 1, slack: 100 },
  balanced: { tries: 3, slack: 3 },
  smallest: { tries: 5, slack: 1 },
} as const;

/** libwebp's method, 0 to 6. */
const webpEffort = { fast: 4, balanced: 4, smallest: 6 } as const;

/** libaom's speed turned round, 0 to 9; every step up costs about three times the time. */
const avifEffort = { fast: 2, balanced: 2, smallest: 4 } as const;

const oxipngLevel = { fast: 0, balanced: 2, smallest: 4 } as const;
