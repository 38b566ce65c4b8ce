import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import type { EncodingPolicy, Surroundings } from './encoding-policy.js';
import type { EncodingChoices, EncodingWay } from './encoding-try.js';
import {
  flatWebp,
  isMeasured,
  isSqueezed,
  isTooLong,
  jpegWays,
  losslessWebp,
  pngWays,
  qualityAvif,
  qualityWebp,
} from './ways.js';

/**
 * `auto` as image format: what is drawn becomes WebP without loss or nearly so, a photograph AVIF, else WebP; what is
 * neither for sure is tried as both. Where all that fails, its own format is tried.
 */
export function chooseAuto(
  facts: ImageFacts,
  policy: EncodingPolicy,
  surroundings: Surroundings,
): EncodingChoices | KeepReason {
  const choices = [...otherFormats(facts, policy, surroundings), ...ownFormat(facts, policy, surroundings)];
  const { allowFormats } = policy;
  const isAllowed = (way: EncodingWay): boolean => allowFormats.length === 0 || allowFormats.includes(formatOf(way));
  const allowed = choices.map((ways) => ways.filter(isAllowed)).filter((ways) => ways.length > 0);
  if (allowed.length > 0) return allowed;
  if (choices.length > 0) return 'format-not-allowed';
  return isTooLong(facts) ? 'side-too-long' : 'already-optimized';
}

const formatOf = (way: EncodingWay) => (way.kind === 'searched' ? way.start.format : way.attempt.format);

function otherFormats(facts: ImageFacts, policy: EncodingPolicy, surroundings: Surroundings): EncodingChoices {
  if (isTooLong(facts)) return [];
  if (policy.optimize === 'lossless') return [[losslessWebp(policy)]];
  if (facts.pages > 1)
    return isMeasured(policy) ? [[losslessWebp(policy), qualityWebp(policy)]] : [[losslessWebp(policy)]];
  if (policy.effort === 'fast') return unlooked(facts, policy, surroundings);
  const photo = surroundings.isShareCard || surroundings.hasOddProfile ? [] : [qualityAvif(policy)];
  // without loss a JPEG's own noise would have to be kept, at five times its bytes, whatever it shows
  if (facts.isLossy || surroundings.content === 'photo') return [photo, [qualityWebp(policy)]];
  return surroundings.content === 'flat'
    ? [flatWebp(policy)]
    : [[...flatWebp(policy), ...photo], [qualityWebp(policy)]];
}

/** Without a look at the pixels, what was lossless stays so. */
function unlooked(facts: ImageFacts, policy: EncodingPolicy, { isScaled }: Surroundings): EncodingChoices {
  if (!facts.isLossy) return [[losslessWebp(policy)]];
  return isSqueezed(facts) && !isScaled ? [] : [[qualityWebp(policy)]];
}

/** Nothing of it is tried by `fast`, which makes one result of a picture. */
function ownFormat(facts: ImageFacts, policy: EncodingPolicy, surroundings: Surroundings): EncodingChoices {
  if (policy.effort === 'fast' && policy.allowFormats.length === 0 && !isTooLong(facts)) return [];
  const choices =
    facts.format === 'jpeg'
      ? jpegWays(facts, policy, surroundings)
      : facts.format === 'png'
        ? pngWays(facts, policy)
        : [];
  return typeof choices === 'string' ? [] : choices;
}
