import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import { chooseAuto } from './choose-auto.js';
import type { EncodingPolicy, Surroundings } from './encoding-policy.js';
import type { EncodingChoices } from './encoding-try.js';
import { reasonToKeep } from './reason-to-keep.js';
import { avifWays, jpegWays, pngWays, webpWays } from './ways.js';

export type EncodingDecision =
  | { readonly kind: 'keep'; readonly reason: KeepReason }
  | {
      readonly kind: 'encode';
      /** Of the first choice's acceptable results the smallest is taken; where there is none, the next choice is tried. */
      readonly choices: EncodingChoices;
    };

/**
 * What to try on a picture, cheapest first. Decides from facts alone and touches no pixels.
 *
 * @param facts what `inspectImage` saw; sizes in pixels as oriented, `bytes` as stored
 * @returns `keep` with its reason, or at least one way
 */
export function chooseEncoding(
  facts: ImageFacts,
  policy: EncodingPolicy,
  surroundings: Surroundings = {},
): EncodingDecision {
  const reason = reasonToKeep(facts, policy, surroundings.isScaled === true);
  if (reason) return { kind: 'keep', reason };
  const choices = chooseChoices(facts, policy, surroundings);
  return typeof choices === 'string' ? { kind: 'keep', reason: choices } : { kind: 'encode', choices };
}

function chooseChoices(
  facts: ImageFacts,
  policy: EncodingPolicy,
  surroundings: Surroundings,
): EncodingChoices | KeepReason {
  if (surroundings.hasOddProfile && facts.isGrey) return 'odd-colour'; // a browser may apply what the decoder drops
  switch (policy.imageFormat) {
    case 'keep':
      return keepFormat(facts, policy, surroundings);
    case 'auto':
      return chooseAuto(facts, policy, surroundings);
    case 'webp':
      return webpWays(facts, policy, surroundings);
    case 'avif':
      if (surroundings.isShareCard) return 'share-card';
      return surroundings.hasOddProfile ? 'odd-colour' : avifWays(facts, policy);
    case 'jpeg':
      return jpegWays(facts, policy, surroundings);
    case 'png':
      return pngWays(facts, policy);
  }
}

/** The format stays; WebP and AVIF have no recompression that is worth it, but can be scaled. */
function keepFormat(
  facts: ImageFacts,
  policy: EncodingPolicy,
  surroundings: Surroundings,
): EncodingChoices | KeepReason {
  if (facts.format === 'jpeg') return jpegWays(facts, policy, surroundings);
  if (facts.format === 'png') return pngWays(facts, policy);
  if (surroundings.isScaled && facts.format === 'webp') return webpWays(facts, policy, surroundings);
  if (surroundings.isScaled && facts.format === 'avif') return avifWays(facts, policy);
  return 'no-safe-recompression';
}
