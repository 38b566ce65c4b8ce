import { relative } from 'node:path';
import type { CheckedImage, CheckOutcome, CheckTotals, UnreadDocument } from '../../core/check-outcome.js';
import type { Note } from '../../core/outcome.js';
import type { VerdictLevel } from '../../core/verdict.js';
import type { UseCaseContext } from '../context.js';
import { endOf } from '../outcome-draft.js';
import type { IgnoredAt } from './gather/ignore-rules.js';
import { type Baseline, type BaselineOptions, markKnown, readBaseline, writeBaseline } from './judge/baseline.js';
import { judgeImages } from './judge/judge-images.js';
import type { SeenImage } from './look/look-at-images.js';

/** A check while it goes on. */
export interface CheckDraft {
  readonly addSeen: (seen: SeenImage) => void;
  addUnread(documents: readonly UnreadDocument[]): void;
  /** How much there is to look at. */
  setScope(scope: { readonly documents: number; readonly images: number; readonly ignored: number }): void;
  readonly note: (note: Note) => void;
}

export interface CheckDraftOptions {
  readonly ignoredAt: IgnoredAt;
  /** Not all images are looked at: the others keep their lines in the baseline. */
  readonly isPartial: boolean;
  readonly updateBaseline: boolean;
}

/**
 * Runs a check and folds what it saw into an outcome. An error that stops it, and an interruption, end in an outcome
 * with what was seen until then; anything that is no `ImgferryError` is a bug and is thrown.
 */
export async function draftCheck(
  context: UseCaseContext,
  options: CheckDraftOptions,
  work: (draft: CheckDraft) => Promise<void>,
): Promise<CheckOutcome> {
  const { settings, now, emit } = context;
  const started = now();
  const seen: SeenImage[] = [];
  const unread: UnreadDocument[] = [];
  const notes: Note[] = [];
  let scope = { documents: 0, images: 0, ignored: 0 };
  let before: Baseline | undefined;
  const note = (added: Note): void => {
    notes.push(added);
    emit({ type: 'note', note: added });
  };

  emit({ type: 'run-started', command: 'check', dryRun: true });
  const end = await endOf(context, async () => {
    before = await baselineBefore(options, context);
    await work({
      addSeen(one) {
        seen.push(one);
        emit({ type: 'image-checked', url: one.image.url, verdict: one.look.verdict.level });
      },
      addUnread: (documents) => void unread.push(...documents),
      setScope(given) {
        scope = given;
        emit({ type: 'scanned', documents: given.documents, images: given.images });
      },
      note,
    });
  });
  const judged = judgeImages(seen, {
    sizeRule: { bytes: settings.oversizedBytes, pixels: settings.oversizedPixels },
    missingAlt: settings.missingAlt,
    ignoredOf: (url) => options.ignoredAt({ url, file: undefined }),
  });
  const isWhole = end.stopped === undefined && end.interrupted === undefined;
  const images = await applyBaseline(judged.images, before, { ...options, isWhole, note }, context);
  emit({ type: 'run-finished' });
  return {
    version: 1,
    command: 'check',
    images,
    unread,
    notes,
    totals: totalsOf(images, seen, {
      documents: scope.documents,
      ignored: scope.ignored + judged.ignored,
      elapsed: now() - started,
    }),
    ...end,
  };
}

/** One that is to be written anew may be missing. */
async function baselineBefore(
  { isPartial, updateBaseline }: CheckDraftOptions,
  { settings: { baseline } }: UseCaseContext,
): Promise<Baseline | undefined> {
  if (baseline === undefined || (updateBaseline && !isPartial)) return undefined;
  return readBaseline(baseline, { mayBeMissing: updateBaseline });
}

async function applyBaseline(
  images: readonly CheckedImage[],
  before: Baseline | undefined,
  {
    isWhole,
    note,
    updateBaseline,
  }: CheckDraftOptions & { readonly isWhole: boolean; readonly note: (note: Note) => void },
  { cwd, settings: { baseline: path, failOn } }: UseCaseContext,
): Promise<readonly CheckedImage[]> {
  if (path === undefined) return images;
  const options: BaselineOptions = { path, cwd, failOn };
  if (!updateBaseline) return before ? markKnown(images, before, options) : images;
  const facts = { path: relative(cwd, path) };
  if (!isWhole) {
    note({ id: 'baseline-kept', facts });
    return images;
  }
  const written = await writeBaseline(images, before, options);
  note({ id: 'baseline-written', facts: { ...facts, lines: written.lines.size } });
  return markKnown(images, written, options);
}

function totalsOf(
  images: readonly CheckedImage[],
  seen: readonly SeenImage[],
  counted: Pick<CheckTotals, 'documents' | 'ignored' | 'elapsed'>,
): CheckTotals {
  const withVerdict = (level: VerdictLevel): number => images.filter(({ verdict }) => verdict === level).length;
  const sum = (pick: (one: SeenImage) => number): number => seen.reduce((total, one) => total + pick(one), 0);
  return {
    ...counted,
    images: images.length,
    places: images.reduce((total, { places }) => total + places.length, 0),
    ok: withVerdict('ok'),
    warn: withVerdict('warn'),
    broken: withVerdict('broken'),
    unverifiable: withVerdict('unverifiable'),
    known: images.filter(({ isKnown }) => isKnown === true).length,
    remembered: seen.filter(({ isRemembered }) => isRemembered).length,
    requests: sum(({ requests }) => requests),
    bytes: sum(({ received }) => received),
  };
}
