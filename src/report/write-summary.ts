import type { Outcome, Totals } from '../core/outcome.js';
import type { LabelId } from '../messages/label-ids.js';
import type { ReportWriter } from './report-writer.js';
import type { StyleName } from './text-style.js';

type StateWords = readonly (readonly [LabelId, keyof Totals, StyleName?])[];

const states: StateWords = [
  ['state-planned', 'planned'],
  ['state-stored', 'stored', 'green'],
  ['state-reused', 'reused', 'green'],
  ['state-in-place', 'inPlace', 'green'],
  ['state-skipped', 'skipped'],
  ['state-failed', 'failed', 'red'],
];

/** Objects need not be images. */
const transferStates: StateWords = [
  ['objects-planned', 'planned'],
  ['objects-stored', 'stored', 'green'],
  ['objects-reused', 'reused', 'green'],
  ['objects-in-place', 'inPlace', 'green'],
  ['objects-skipped', 'skipped'],
  ['objects-failed', 'failed', 'red'],
];

/** A repair stores nothing: its images have another address, or none. */
const repairStates: StateWords = [
  ['state-mendable', 'planned', 'green'],
  ['state-mended', 'reused', 'green'],
  ['state-unmended', 'failed', 'red'],
];

/** Nothing moves: images become smaller where they stand. */
const optimizeStates: StateWords = [
  ['state-smaller-planned', 'planned', 'green'],
  ['state-smaller', 'stored', 'green'],
  ['state-smaller-beside', 'reused', 'green'],
  ['state-made-here', 'inPlace'],
  ['state-left-alone', 'skipped'],
  ['state-failed', 'failed', 'red'],
];

/** Nothing moves: what was stored is read again. */
const verifyStates: StateWords = [
  ['state-verified', 'inPlace', 'green'],
  ['state-failed', 'failed', 'red'],
];

/** Two stores are compared: nothing moves. */
const comparisonStates: StateWords = [
  ['state-equal', 'inPlace', 'green'],
  ['state-unequal', 'failed', 'red'],
  ['state-only-at-target', 'skipped'],
];

/** What stands for an undo: originals that are back. */
const undoStates: StateWords = [
  ['state-restored', 'stored', 'green'],
  ['state-failed', 'failed', 'red'],
];

/** Originals that were kept, and are not needed. */
const pruneStates: StateWords = [
  ['state-pruned', 'stored', 'green'],
  ['state-left-alone', 'skipped'],
  ['state-failed', 'failed', 'red'],
];

const statesOf: Readonly<Record<string, StateWords>> = {
  repair: repairStates,
  transfer: transferStates,
  optimize: optimizeStates,
  undo: undoStates,
  prune: pruneStates,
  verify: verifyStates,
};

/** Commands that change no post, or need not. */
const withoutPosts = ['optimize', 'transfer', 'prune'];

/** Commands that were to find some: that there are none is an answer. */
const ofImages = ['migrate', 'optimize', 'repair', 'transfer'];

/** What it was, and the totals. */
export function writeSummary(outcome: Outcome, writer: ReportWriter): void {
  const { command, run, dryRun, isComparison, totals } = outcome;
  writer.heading(
    isComparison
      ? writer.word('comparison-heading', { command })
      : dryRun
        ? writer.word(command === 'optimize' ? 'plan-heading-images' : 'plan-heading', { command })
        : writer.word('run-heading', { command, run }),
  );
  writer.gap();
  if (totals.images > 0 || ofImages.includes(command)) writer.prose(imagesLine(outcome, writer), 2);
  if (!withoutPosts.includes(command) || totals.posts > 0) writer.prose(postsLine(outcome, writer), 2);
  const bytes =
    command === 'transfer' && totals.bytesAfter >= totals.bytesBefore
      ? writer.word('bytes-moved', { bytes: totals.bytesBefore })
      : bytesText(totals, writer);
  const elapsed = writer.word('elapsed', { ms: totals.elapsed });
  writer.prose(bytes === undefined ? writer.style('dim', elapsed) : `${bytes} · ${writer.style('dim', elapsed)}`, 2);
}

function imagesLine({ command, isComparison, totals }: Outcome, { word, style, pair, list }: ReportWriter): string {
  const parts = (isComparison ? comparisonStates : (statesOf[command] ?? states)).flatMap(([id, field, color]) => {
    const n = totals[field];
    if (n === 0) return [];
    const text = word(id, { n });
    return [color === undefined ? text : style(color, text)];
  });
  const count = word(command === 'transfer' ? 'objects-count' : 'images-count', { n: totals.images });
  return parts.length === 0 ? count : pair(count, list(parts));
}

function postsLine({ command, dryRun, posts, totals }: Outcome, { word, style, list }: ReportWriter): string {
  const touched = posts.filter((post) => post.edits > 0 && post.state !== 'refused').length;
  const facts = { edits: totals.edits, n: touched };
  const changed = command === 'undo' ? word('posts-restored', facts) : word('posts-changed', facts);
  const text = touched === 0 ? word('posts-same') : dryRun ? word('posts-to-change', facts) : changed;
  if (totals.postsRefused === 0) return text;
  return list([text, style('red', word('posts-refused-count', { n: totals.postsRefused }))]);
}

function bytesText({ bytesBefore, bytesAfter }: Totals, { word, style }: ReportWriter): string | undefined {
  if (bytesBefore === 0 || bytesAfter === 0) return undefined;
  if (bytesAfter >= bytesBefore) return word('bytes-same', { before: bytesBefore });
  const percent = ((1 - bytesAfter / bytesBefore) * 100).toFixed(1);
  return style('green', word('bytes-saved', { before: bytesBefore, after: bytesAfter, percent }));
}
