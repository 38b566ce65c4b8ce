import type { AssetOutcome, DocumentPlace, Identity } from '../core/asset.js';
import { type ErrorReport, ImgferryError, nameShortage } from '../core/errors.js';
import { addToTotals, countTotals } from '../core/fold-outcome.js';
import type { LeftBehind, Note, Outcome, PostOutcome } from '../core/outcome.js';
import { withToldPaths } from '../core/told-paths.js';
import type { UseCaseContext } from './context.js';

/** An outcome while it is being made; everything added is told to the listener too. */
export interface OutcomeDraft {
  /** Those that are held. */
  readonly images: ReadonlyMap<Identity, AssetOutcome>;
  /** Counts and tells an image; holds it where all are held, or where it failed. */
  addImage(outcome: AssetOutcome): void;
  /** Counts and tells an image, and forgets it. */
  countImage(outcome: AssetOutcome): void;
  /** Where images are named; told of those that failed. */
  tellPlaces(placesOf: (identity: Identity) => readonly DocumentPlace[] | undefined): void;
  addPost(outcome: PostOutcome): void;
  addLeftBehind(places: readonly LeftBehind[]): void;
  note(note: Note): void;
  /** Once for each id. */
  noteOnce(note: Note): void;
  isRefused(file: string): boolean;
  setRun(run: string): void;
}

export interface DraftOptions {
  readonly dryRun: boolean;
  readonly isComparison?: boolean;
  /** Whether the outcome has every image that is added; else those that failed. Default true. */
  readonly holdsAll?: boolean;
}

export interface FinishedRun {
  readonly outcome: Outcome;
}

const countedTogether = 1000; // one by one they would take a tenth of a rerun that has nothing to do

/**
 * Runs a use case and folds what it did into an outcome. An error that stops the run, and an interruption, end in an
 * outcome with what was done until then; anything that is no `ImgferryError` is a bug and is thrown.
 */
export async function draftOutcome(
  command: string,
  { dryRun, isComparison = false, holdsAll = true }: DraftOptions,
  context: UseCaseContext,
  work: (draft: OutcomeDraft) => Promise<void>,
): Promise<FinishedRun> {
  const started = context.now();
  const images = new Map<Identity, AssetOutcome>();
  let counted = countTotals([], [], 0);
  const uncounted: AssetOutcome[] = [];
  const posts: PostOutcome[] = [];
  const leftBehind: LeftBehind[] = [];
  const notes: Note[] = [];
  let run: string | undefined;
  let placesOf: (identity: Identity) => readonly DocumentPlace[] | undefined = () => undefined;

  const told = <Told extends { readonly error?: ErrorReport }>(outcome: Told): Told =>
    outcome.error === undefined ? outcome : { ...outcome, error: withToldPaths(outcome.error, context.cwd) };

  const note = (added: Note): void => {
    notes.push(added);
    context.emit({ type: 'note', note: added });
  };

  const { cdnPrefetch, cdnRefresh } = context.settings;
  const isReadAfterwards = cdnPrefetch || cdnRefresh; // a CDN is told of images when the run is done

  const count = (): void => {
    counted = addToTotals(counted, countTotals(uncounted.splice(0), [], 0));
  };
  const settle = (outcome: AssetOutcome, isHeld: boolean): void => {
    if (isHeld || isReadAfterwards) images.set(outcome.identity, outcome);
    else if (uncounted.push(outcome) === countedTogether) count();
    context.emit({ type: 'asset-settled', outcome });
  };

  context.emit({ type: 'run-started', command, dryRun });
  const end = await endOf(context, () =>
    work({
      images,
      addImage(bare) {
        const places = bare.state === 'failed' ? placesOf(bare.identity) : undefined;
        const outcome = told(places === undefined ? bare : { ...bare, places });
        settle(outcome, holdsAll || outcome.error !== undefined);
      },
      countImage(bare) {
        settle(told(bare), false);
      },
      tellPlaces(tell) {
        placesOf = tell;
      },
      addPost(post) {
        const outcome = told(post);
        posts.push(outcome);
        context.emit({ type: 'post-settled', outcome });
      },
      addLeftBehind: (places) => void leftBehind.push(...places),
      note,
      noteOnce(added) {
        if (!notes.some(({ id }) => id === added.id)) note(added);
      },
      isRefused: (file) => posts.some((post) => post.file === file && post.state === 'refused'),
      setRun(id) {
        run = id;
      },
    }),
  );
  count();
  context.emit({ type: 'run-finished' });
  const list = [...images.values()];
  return {
    outcome: {
      version: 1,
      command,
      ...(run === undefined ? {} : { run }),
      dryRun,
      ...(isComparison ? { isComparison } : {}),
      images: list,
      posts,
      leftBehind,
      notes,
      totals: addToTotals(countTotals(list, posts, context.now() - started), counted),
      ...end,
    },
  };
}

type End = Pick<Outcome, 'stopped' | 'interrupted'>;

/** Does the work; tells how it ended where it didn't come to its end. */
export async function endOf(context: UseCaseContext, work: () => Promise<void>): Promise<End> {
  try {
    await work();
    return {};
  } catch (thrown) {
    if (context.signal.aborted) return { interrupted: true };
    const error = nameShortage(thrown);
    if (error instanceof ImgferryError && error.scope === 'run')
      return { stopped: withToldPaths(error.toReport(), context.cwd) };
    throw error;
  }
}
