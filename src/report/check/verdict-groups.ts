import type { CheckedImage } from '../../core/check-outcome.js';
import { compareLevels, type VerdictLevel, type VerdictReason } from '../../core/verdict.js';
import { groupBy } from '../group-by.js';

/** Images of one level, by what is the matter with them. */
export interface LevelGroup {
  readonly level: VerdictLevel;
  readonly images: readonly CheckedImage[];
  readonly reasons: readonly ReasonGroup[];
}

/** Images that have the same worst reason; without one they are `ok`. */
export interface ReasonGroup {
  readonly reason: VerdictReason | undefined;
  readonly images: readonly CheckedImage[];
}

/**
 * Groups images so that a person sees at once what to do: the worst level first, in it what most images have, in that
 * the images that the baseline doesn't have.
 */
export function groupByVerdict(images: readonly CheckedImage[]): readonly LevelGroup[] {
  return [...groupBy(images, ({ verdict }) => verdict)]
    .sort(([one], [other]) => compareLevels(one, other))
    .map(([level, ofLevel]) => ({ level, images: ofLevel, reasons: groupByReason(ofLevel) }));
}

function groupByReason(images: readonly CheckedImage[]): readonly ReasonGroup[] {
  return [...groupBy(images, ({ reasons }) => reasons[0])]
    .map(([reason, ofReason]) => ({ reason, images: newFirst(ofReason) }))
    .sort((one, other) => countNew(other.images) - countNew(one.images) || other.images.length - one.images.length);
}

const newFirst = (images: readonly CheckedImage[]): readonly CheckedImage[] =>
  [...images].sort((one, other) => Number(one.isKnown === true) - Number(other.isKnown === true));

const countNew = (images: readonly CheckedImage[]): number => images.filter(({ isKnown }) => isKnown !== true).length;
