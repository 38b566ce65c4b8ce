import type { AssetOutcome } from './asset.js';
import { exitCodeOf } from './errors.js';
import type { Outcome, PostOutcome, Totals } from './outcome.js';

/**
 * The exit code that an outcome deserves: 0 done, 1 something needs the person, 2 usage or configuration, 3 stopped,
 * 130 interrupted. Skipped images and what is left behind are no reason for anything but 0.
 */
export function exitCodeFor(outcome: Outcome): 0 | 1 | 2 | 3 | 130 {
  if (outcome.interrupted) return 130;
  if (outcome.stopped) return exitCodeOf(outcome.stopped.code);
  const needsPerson = outcome.totals.failed > 0 || outcome.posts.some((post) => post.state === 'refused');
  return needsPerson ? 1 : 0;
}

/** The sums of two counts. */
export function addToTotals(one: Totals, other: Totals): Totals {
  const sums = Object.entries(one).map(([name, count]) => [name, count + other[name as keyof Totals]]);
  return Object.fromEntries(sums);
}

/** Counts an outcome's parts; `elapsed` in ms. */
export function countTotals(images: readonly AssetOutcome[], posts: readonly PostOutcome[], elapsed: number): Totals {
  const inState = (state: AssetOutcome['state']): number => images.filter((image) => image.state === state).length;
  const sum = (pick: (image: AssetOutcome) => number | undefined): number =>
    images.reduce((total, image) => total + (pick(image) ?? 0), 0);
  return {
    images: images.length,
    stored: inState('stored'),
    reused: inState('reused'),
    inPlace: inState('in-place'),
    planned: inState('planned'),
    skipped: inState('skipped'),
    failed: inState('failed'),
    posts: posts.length,
    postsEdited: posts.filter((post) => post.state === 'edited' || post.state === 'restored').length,
    postsRefused: posts.filter((post) => post.state === 'refused').length,
    edits: posts.reduce((total, post) => total + (post.state === 'refused' ? 0 : post.edits), 0),
    bytesBefore: sum((image) => image.bytesBefore),
    bytesAfter: sum((image) => image.bytesAfter),
    elapsed,
  };
}
