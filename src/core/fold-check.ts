import type { CheckedImage, CheckOutcome, FailOn } from './check-outcome.js';
import { exitCodeOf } from './errors.js';
import type { VerdictLevel } from './verdict.js';

/** Levels that make a check fail. */
const failing: Readonly<Record<FailOn, readonly VerdictLevel[]>> = {
  broken: ['broken'],
  unverifiable: ['broken', 'unverifiable'],
  warn: ['broken', 'unverifiable', 'warn'],
  never: [],
};

/** Whether this image is a reason to fail: its level counts, and the baseline doesn't have it. */
export function fails({ verdict, isKnown }: CheckedImage, failOn: FailOn): boolean {
  return isKnown !== true && failing[failOn].includes(verdict);
}

/** The exit code that a check deserves: 0 nothing fails, 1 something does or a post could not be read, 2, 3, 130. */
export function exitCodeForCheck(outcome: CheckOutcome, failOn: FailOn): 0 | 1 | 2 | 3 | 130 {
  if (outcome.interrupted) return 130;
  if (outcome.stopped) return exitCodeOf(outcome.stopped.code);
  const needsPerson = outcome.unread.length > 0 || outcome.images.some((image) => fails(image, failOn));
  return needsPerson ? 1 : 0;
}
