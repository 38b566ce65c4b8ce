import type { Asset, Identity } from '../../core/asset.js';
import type { ImageReference } from '../../core/image-reference.js';
import { outcomeOfPlanned, type Plan, type PlannedAsset } from '../../core/plan.js';
import { runAll } from '../../pipeline/run-all.js';
import type { UseCaseContext } from '../context.js';
import { type DraftOptions, draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
import { planSettingsOf } from '../plan-file.js';
import type { PostToWrite } from '../post-to-write.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import {
  folderOf,
  preflight,
  recordTarget,
  relativeTo,
  servesProcessing,
  targetNamed,
  templateAddress,
} from '../target.js';
import { useWorkshop, type Workshop, type WorkshopOptions } from '../workshop.js';
import { addPlannedPosts } from './add-planned-posts.js';
import { assetsIn, groupImages, type ImageGroup, placesIn, type ScannedPost } from './group-images.js';
import { createIdentifier, type Identified } from './identify-image.js';
import { listLeftBehind } from './left-behind.js';
import { noteReferences } from './note-references.js';
import { type Arrivals, type PostEditOptions, planPostEdits } from './plan-post-edits.js';
import { resolveImages } from './resolve-images.js';
import { scanPosts } from './scan-posts.js';
import { createSettledImages, type SettledImages } from './settled-images.js';
import { writePosts } from './write-posts.js';

/** What a scan of the posts and a look at the ledger tell. */
interface Survey {
  readonly posts: readonly ScannedPost[];
  readonly identify: (reference: ImageReference) => Identified;
  readonly groups: ReadonlyMap<Identity, ImageGroup>;
  readonly settled: SettledImages;
}

/** A dry run's outcome, and what it would write. */
export interface PreparedMigration extends FinishedRun {
  readonly plan: Plan | undefined;
  readonly posts: readonly PostToWrite[];
  /** The posts' edits, or those of one file, where other images arrive, or arrive elsewhere. */
  readonly postsWith: (arrivals: Arrivals, only?: string) => readonly PostToWrite[];
}

/** What would be done, told from the posts and the ledger alone: no network, nothing written. */
export async function planMigration(context: UseCaseContext): Promise<FinishedRun> {
  return inWorkshop({ dryRun: true, ledger: 'read' }, context, async (workshop, draft) => {
    const survey = await surveyPosts(workshop, draft, context, { mayAsk: false });
    const template = templateAddress(workshop.targetSettings, context.settings.key);
    for (const { identity, url } of assetsIn(survey.groups)) {
      draft.addImage({ identity, url, state: 'planned', publicUrl: template });
    }
    const posts = planPosts(survey, draft.images, workshop, draft, context);
    addPlannedPosts(posts, draft);
    draft.addLeftBehind(await listLeftBehind(posts, draft.images, { applied: false }));
  });
}

/** Fetches and encodes into the spool, stores nothing: real keys, real edits. */
export async function prepareMigration(context: UseCaseContext): Promise<PreparedMigration> {
  let plan: Plan | undefined;
  let posts: readonly PostToWrite[] = [];
  let postsWith: PreparedMigration['postsWith'] = () => [];
  const finished = await inWorkshop({ dryRun: true, ledger: 'write' }, context, async (workshop, draft) => {
    const survey = await surveyPosts(workshop, draft, context, { mayAsk: true });
    const assets: PlannedAsset[] = [];
    const prepare = (asset: Asset) => workshop.pipeline.plan(asset, context);
    for await (const asset of runAll(assetsIn(survey.groups), prepare, workshop.inFlight)) {
      draft.addImage(outcomeOfPlanned(asset));
      const places = draft.images.get(asset.identity)?.places;
      assets.push(places === undefined ? asset : { ...asset, places });
    }
    posts = [...planPosts(survey, draft.images, workshop, draft, context)];
    postsWith = (arrivals, only) => {
      const wanted = only === undefined ? survey.posts : survey.posts.filter(({ file }) => file === only);
      return [...editPosts(wanted, editOptions(survey, arrivals, workshop, context))];
    };
    addPlannedPosts(posts, draft);
    draft.addLeftBehind(await listLeftBehind(posts, draft.images, { applied: false }));
    plan = {
      version: 1,
      command: 'migrate',
      createdAt: new Date(context.now()).toISOString(),
      settings: planSettingsOf(context.settings),
      assets,
      posts: posts.filter((post) => post.edits.length > 0).map(({ file, digest, edits }) => ({ file, digest, edits })),
    };
  });
  return { ...finished, plan, posts, postsWith };
}

/**
 * Does it: every image stored and read back, then the posts.
 *
 * @param options.queue Redis of a queue whose workers bring the images
 * @param options.images `local`: those on this machine alone; what is on the web is skipped as `host-not-chosen`
 * @param options.holdsAll whether the outcome has every image, however many; else those that failed, and the others are
 *   counted. Default true
 */
export async function migrate(
  context: UseCaseContext,
  { images = 'all', queue, holdsAll = true }: MigrateOptions = {},
): Promise<FinishedRun> {
  return inWorkshop({ dryRun: false, holdsAll, ledger: 'lock', queue }, context, async (workshop, draft) => {
    await recoverKilledRuns(workshop.ledger, draft, context);
    const survey = await surveyPosts(workshop, draft, context, { mayAsk: true, images });
    if (assetsIn(survey.groups).next().done === true) return finishIdle(survey, draft);
    await preflight(workshop.target, draft, context);
    await inRun('migrate', { ledger: workshop.ledger, draft, context }, async (run) => {
      recordTarget(workshop.ledger, workshop.target, workshop.targetSettings, targetNamed(context));
      const settle = (asset: Asset) => workshop.pipeline.settle(asset, run, context);
      for await (const outcome of runAll(assetsIn(survey.groups), settle, workshop.inFlight)) {
        draft.addImage(outcome);
        survey.settled.add(outcome);
      }
      const posts = planPosts(survey, survey.settled, workshop, draft, context);
      await writePosts(posts, run, workshop, draft, context);
      draft.addLeftBehind(await listLeftBehind(survey.posts, survey.settled, { applied: true }));
    });
  });
}

interface MigrateOptions {
  readonly images?: 'all' | 'local';
  readonly queue?: string | undefined;
  readonly holdsAll?: boolean;
}

type Work = (workshop: Workshop, draft: OutcomeDraft) => Promise<void>;

function inWorkshop(
  { dryRun, holdsAll = true, ...access }: DraftOptions & Pick<WorkshopOptions, 'ledger' | 'queue'>,
  context: UseCaseContext,
  work: Work,
): Promise<FinishedRun> {
  return draftOutcome('migrate', { dryRun, holdsAll }, context, (draft) =>
    useWorkshop(context, { ...access, draft }, (workshop) => work(workshop, draft)),
  );
}

function finishIdle(survey: Survey, draft: OutcomeDraft): void {
  for (const { file, isBeside } of survey.posts) {
    if (!isBeside) draft.addPost({ file, edits: 0, state: 'unchanged' });
  }
  const isWhole = [...draft.images.values()].every(({ state }) => state !== 'failed');
  if (isWhole) draft.note({ id: 'nothing-to-do', facts: { images: survey.groups.size } });
}

async function surveyPosts(
  workshop: Workshop,
  draft: OutcomeDraft,
  context: UseCaseContext,
  { images: chosen = 'all', mayAsk }: { readonly images?: 'all' | 'local'; readonly mayAsk: boolean },
): Promise<Survey> {
  const posts = await scanPosts(draft, context);
  const { settings } = context;
  const identify = createIdentifier({
    cwd: context.cwd,
    target: workshop.target,
    targetFolder: folderOf(workshop.targetSettings),
    stores: workshop.otherStores,
    hosts: chosen === 'local' ? 'none' : settings.onlyHosts,
    skipHosts: settings.skipHosts,
    processed: settings.processed ?? (servesProcessing(workshop.targetSettings) ? 'keep' : 'bake'),
  });
  const groups = groupImages(posts, identify, { linksToo: settings.links === 'all' });
  const { target: store, ledger, io } = workshop;
  await resolveImages(groups, { store, ledger, io, mayAsk, signal: context.signal });
  draft.tellPlaces((identity) => {
    const group = groups.get(identity);
    return group && placesIn(group);
  });
  context.emit({ type: 'scanned', documents: posts.filter(({ isBeside }) => !isBeside).length, images: groups.size });
  const settled = createSettledImages(groups, store);
  for (const outcome of settled.values()) draft.addImage(outcome);
  return { posts, identify, groups, settled };
}

/** Each post with its edits, none where nothing of it has arrived. */
function planPosts(
  survey: Survey,
  arrivals: Arrivals,
  workshop: Workshop,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Iterable<PostToWrite> {
  const options = editOptions(survey, arrivals, workshop, context);
  for (const note of noteReferences(survey.posts, options)) draft.note(note);
  return editPosts(survey.posts, options);
}

function editOptions(
  { identify }: Survey,
  arrivals: Arrivals,
  { targetSettings }: Workshop,
  { settings }: UseCaseContext,
): PostEditOptions {
  return { identify, arrivals, moveLinks: settings.links !== 'off', relativeTo: relativeTo(targetSettings) };
}

/** Planned when their turn comes, each time anew: all edits of a large site together take more than its references. */
const editPosts = (posts: readonly ScannedPost[], options: PostEditOptions): Iterable<PostToWrite> => ({
  *[Symbol.iterator]() {
    for (const post of posts) {
      const { file, path, digest, site, isBeside } = post;
      yield { file, path, digest, site, isBeside, edits: planPostEdits(post, options) };
    }
  },
});
