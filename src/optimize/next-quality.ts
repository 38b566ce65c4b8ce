import type { QualitySearch } from './encoding-try.js';

/** What one quality scored. */
export interface QualityScore {
  readonly quality: number;
  readonly score: number;
}

/**
 * The quality to try next, by a straight line through what is known: scores hardly bend between the qualities that
 * matter.
 *
 * @param seen in the order they were tried
 * @returns undefined where nothing is left to find: near enough, no tries left, or the range is at its end
 */
export function nextQuality(search: QualitySearch, seen: readonly QualityScore[], target: number): number | undefined {
  if (seen.length === 0) return search.start.quality;
  if (seen.length >= search.tries) return undefined;
  const passed = seen.filter(({ score }) => score >= target).sort((one, other) => one.quality - other.quality)[0];
  const failed = seen.filter(({ score }) => score < target).sort((one, other) => other.quality - one.quality)[0];
  if (passed && passed.score <= target + search.slack) return undefined;
  const [lowest, highest] = [(failed?.quality ?? search.from - 1) + 1, (passed?.quality ?? search.to + 1) - 1];
  if (lowest > highest) return undefined;
  // a try that fails is lost, so the aim is a little above
  const aim = target + search.slack / 2;
  const guess = passed && failed ? between(failed, passed, aim) : beyond(passed ?? failed, aim, search.start.format);
  return Math.min(highest, Math.max(lowest, Math.round(guess)));
}

const between = (low: QualityScore, high: QualityScore, aim: number): number =>
  low.quality + ((aim - low.score) * (high.quality - low.quality)) / (high.score - low.score);

function beyond(known: QualityScore | undefined, aim: number, format: 'jpeg' | 'webp' | 'avif'): number {
  if (known === undefined) return 0;
  return known.quality + (aim - known.score) / pointsAStep[format];
}

/** Of score that one step of quality gives, about 80; median of the sample. */
const pointsAStep = { jpeg: 0.8, webp: 0.8, avif: 0.65 } as const;
