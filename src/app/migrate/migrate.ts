import type { Asset, AssetOutcome, Identity } from '../../core/asset.js';
import type { ImageReference } from '../../core/image-reference.js';
import { outcomeOfPlanned, type Plan, type PlannedAsset } from '../../core/plan.js';
import { runAll } from '../../pipeline/run-all.js';
import type { UseCaseContext } from '../context.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
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
import { groupImages, type ScannedPost } from './group-images.js';
import { createIdentifier, type Identified } from './identify-image.js';
import { listLeftBehind } from './left-behind.js';
import { noteReferences } from './note-references.js';
import { type Arrival, type PostEditOptions, planPostEdits } from './plan-post-edits.js';
import { type ResolvedImages, resolveImages } from './resolve-images.js';
import { scanPosts } from './scan-posts.js';
import { writePosts } from './write-posts.js';

/** What a scan of the posts and a look at the ledger tell. */
interface Survey {
  readonly posts: readonly ScannedPost[];
  readonly identify: (reference: ImageReference) => Identified;
  readonly images: ResolvedImages;
}

/** A dry run's outcome, and what it would write. */
export interface PreparedMigration extends FinishedRun {
  readonly plan: Plan | undefined;
  readonly posts: readonly PostToWrite[];
  /** The posts' edits, or those of one file, where other images arrive, or arrive elsewhere. */
  readonly postsWith: (arrivals: ReadonlyMap<Identity, Arrival>, only?: string) => readonly PostToWrite[];
}

/** What would be done, told from the posts and the ledger alone: no network, nothing written. */
export async function planMigration(context: UseCaseContext): Promise<FinishedRun> {
  return inWorkshop({ dryRun: true, ledger: 'read' }, context, async (workshop, draft) => {
    const survey = await surveyPosts(workshop, draft, context, { mayAsk: false });
    const template = templateAddress(workshop.targetSettings, context.settings.key);
    const planned = survey.images.assets.map(({ identity, url }) => {
      return { identity, url, state: 'planned', publicUrl: template } as const;
    });
    for (const outcome of planned) draft.addImage(outcome);
    const posts = planPosts(survey, planned, workshop, draft, context);
    addPlannedPosts(posts, draft);
    draft.addLeftBehind(await listLeftBehind(posts, draft.images.values(), { applied: false }));
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
    for await (const asset of runAll(survey.images.assets, prepare, workshop.inFlight)) {
      draft.addImage(outcomeOfPlanned(asset));
      const places = draft.images.get(asset.identity)?.places;
      assets.push(places === undefined ? asset : { ...asset, places });
    }
    posts = planPosts(survey, draft.images, workshop, draft, context);
    postsWith = (arrivals, only) => {
      const wanted = only === undefined ? survey.posts : survey.posts.filter(({ file }) => file === only);
      return editPosts(wanted, editOptions(survey, arrivals, workshop, context));
    };
    addPlannedPosts(posts, draft);
    draft.addLeftBehind(await listLeftBehind(posts, draft.images.values(), { applied: false }));
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
 */
export async function migrate(
  context: UseCaseContext,
  { images = 'all', queue }: { readonly images?: 'all' | 'local'; readonly queue?: string | undefined } = {},
): Promise<FinishedRun> {
  return inWorkshop({ dryRun: false, ledger: 'lock', queue }, context, async (workshop, draft) => {
    await recoverKilledRuns(workshop.ledger, draft, context);
    const survey = await surveyPosts(workshop, draft, context, { mayAsk: true, images });
    if (survey.images.assets.length === 0) return finishIdle(survey, draft);
    await preflight(workshop.target, draft, context);
    await inRun('migrate', { ledger: workshop.ledger, draft, context }, async (run) => {
      recordTarget(workshop.ledger, workshop.target, workshop.targetSettings, targetNamed(context));
      const settle = (asset: Asset) => workshop.pipeline.settle(asset, run, context);
      for await (const outcome of runAll(survey.images.assets, settle, workshop.inFlight)) draft.addImage(outcome);
      const posts = planPosts(survey, draft.images, workshop, draft, context);
      await writePosts(posts, run, workshop, draft, context);
      draft.addLeftBehind(await listLeftBehind(posts, draft.images.values(), { applied: true }));
    });
  });
}

type Work = (workshop: Workshop, draft: OutcomeDraft) => Promise<void>;

function inWorkshop(
  { dryRun, ...access }: { readonly dryRun: boolean } & Pick<WorkshopOptions, 'ledger' | 'queue'>,
  context: UseCaseContext,
  work: Work,
): Promise<FinishedRun> {
  return draftOutcome('migrate', { dryRun }, context, (draft) =>
    useWorkshop(context, { ...access, draft }, (workshop) => work(workshop, draft)),
  );
}

function finishIdle(survey: Survey, draft: OutcomeDraft): void {
  for (const { file, isBeside } of survey.posts) {
    if (!isBeside) draft.addPost({ file, edits: 0, state: 'unchanged' });
  }
  const isWhole = [...draft.images.values()].every(({ state }) => state !== 'failed');
  if (isWhole) draft.note({ id: 'nothing-to-do', facts: { images: draft.images.size } });
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
  const images = await resolveImages(groups, { store, ledger, io, mayAsk, signal: context.signal });
  draft.tellPlaces((identity) => groups.get(identity)?.places);
  context.emit({ type: 'scanned', documents: posts.filter(({ isBeside }) => !isBeside).length, images: groups.size });
  for (const outcome of images.settled) draft.addImage(outcome);
  return { posts, identify, images };
}

/** Each post with its edits, none where nothing of it has arrived. */
function planPosts(
  survey: Survey,
  outcomes: ReadonlyMap<Identity, AssetOutcome> | readonly AssetOutcome[],
  workshop: Workshop,
  draft: OutcomeDraft,
  context: UseCaseContext,
): PostToWrite[] {
  const list = [...outcomes.values()];
  const arrivals = new Map<Identity, Arrival>(list.map((outcome) => [outcome.identity, outcome]));
  const options = editOptions(survey, arrivals, workshop, context);
  const planned = editPosts(survey.posts, options);
  for (const note of noteReferences(survey.posts, planned, options)) draft.note(note);
  return planned;
}

function editOptions(
  { identify }: Survey,
  arrivals: ReadonlyMap<Identity, Arrival>,
  { targetSettings }: Workshop,
  { settings }: UseCaseContext,
): PostEditOptions {
  return { identify, arrivals, moveLinks: settings.links !== 'off', relativeTo: relativeTo(targetSettings) };
}

const editPosts = (posts: readonly ScannedPost[], options: PostEditOptions): PostToWrite[] =>
  posts.map((post) => {
    const { file, path, digest, site, isBeside } = post;
    return { file, path, digest, site, isBeside, edits: planPostEdits(post, options) };
  });
