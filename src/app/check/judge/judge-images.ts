import type { CheckedImage } from '../../../core/check-outcome.js';
import { compareLevels, type Verdict, type VerdictReason, verdictOf } from '../../../core/verdict.js';
import type { Ignored, PlaceToCheck } from '../gather/image-to-check.js';
import type { SeenImage } from '../look/look-at-images.js';
import { judgeAcrossImages } from './across-images.js';
import { breaksSizeRule, type SizeRule } from './size-rule.js';

export interface JudgeOptions {
  readonly sizeRule: SizeRule;
  readonly missingAlt: boolean;
  /** What counts of an image that stands in no post. */
  readonly ignoredOf: (url: string) => Ignored;
}

export interface JudgedImages {
  /** The worst first, then by address. */
  readonly images: readonly CheckedImage[];
  /** Images of which a reason is left out. */
  readonly ignored: number;
  /** The look that each verdict comes from. */
  readonly seenOf: ReadonlyMap<CheckedImage, SeenImage>;
}

/** The verdict on each image: what was seen of it, of all together, the rules, and less what is left out. */
export function judgeImages(seen: readonly SeenImage[], options: JudgeOptions): JudgedImages {
  let ignored = 0;
  const seenOf = new Map<CheckedImage, SeenImage>();
  for (const [one, verdict] of judgeAcrossImages(seen)) {
    const { image } = one;
    const judged = addRules(one, verdict, options);
    const counting = judged.reasons.filter((reason) => counts(reason, one, options));
    if (counting.length < judged.reasons.length) ignored += 1;
    const { level, reasons, evidence } = verdictOf(counting, judged.evidence);
    const places = image.places.filter((place) => isToldAt(place, counting)).map(placeOf);
    seenOf.set({ url: image.url, verdict: level, reasons, evidence, places }, one);
  }
  return { images: [...seenOf.keys()].sort(compareImages), ignored, seenOf };
}

function addRules({ image, look }: SeenImage, verdict: Verdict, { sizeRule, missingAlt }: JudgeOptions): Verdict {
  const size = breaksSizeRule(look, sizeRule);
  const lacksAlt = missingAlt && image.places.some((place) => place.lacksAlt);
  if (!size && !lacksAlt) return verdict;
  const more: readonly VerdictReason[] = [
    ...(size ? (['oversized'] as const) : []),
    ...(lacksAlt ? (['missing-alt'] as const) : []),
  ];
  return verdictOf([...verdict.reasons, ...more], { ...verdict.evidence, ...size });
}

/** A reason counts where any place of the image doesn't leave it out. */
function counts(reason: VerdictReason, { image }: SeenImage, { ignoredOf }: JudgeOptions): boolean {
  const all = image.places.length === 0 ? [ignoredOf(image.url)] : image.places.map(({ ignored }) => ignored);
  return all.some((ignored) => !leavesOut(ignored, reason));
}

/** Where all that counts elsewhere is left out, there is nothing to tell. */
function isToldAt({ ignored }: PlaceToCheck, counting: readonly VerdictReason[]): boolean {
  return counting.length === 0 || counting.some((reason) => !leavesOut(ignored, reason));
}

const leavesOut = (ignored: Ignored, reason: VerdictReason): boolean => ignored === 'all' || ignored.has(reason);

const placeOf = ({ file, line, column }: PlaceToCheck) => ({ file, line, column });

function compareImages(one: CheckedImage, other: CheckedImage): number {
  return compareLevels(one.verdict, other.verdict) || (one.url < other.url ? -1 : one.url > other.url ? 1 : 0);
}
