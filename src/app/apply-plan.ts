import { dirname, resolve } from 'node:path';
import type { AssetOutcome } from '../core/asset.js';
import { outcomeOfPlanned, type Plan, type PlannedAsset } from '../core/plan.js';
import { runAll } from '../pipeline/run-all.js';
import { createSiteFinder, type SiteFinder } from '../scan/resolve/detect-site.js';
import type { UseCaseContext } from './context.js';
import { listLeftBehind, type PostToRead } from './migrate/left-behind.js';
import { writePosts } from './migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from './outcome-draft.js';
import type { PostToWrite } from './post-to-write.js';
import { inRun, recoverKilledRuns } from './run-lifecycle.js';
import { siteOptions } from './scan.js';
import { preflight, recordTarget, targetNamed } from './target.js';
import { useWorkshop } from './workshop.js';

/**
 * Carries a plan out: stores what waits in the spool (what is gone from there is fetched again and must give the same
 * bytes), then writes the posts. A post that changed since is refused, the others are done.
 *
 * @param context its settings are the plan's
 */
export function applyPlan(plan: Plan, context: UseCaseContext): Promise<FinishedRun> {
  return draftOutcome('apply', { dryRun: false }, context, (draft) =>
    useWorkshop(context, { ledger: 'lock', draft }, async (workshop) => {
      const { ledger, target, pipeline } = workshop;
      await recoverKilledRuns(ledger, draft, context);
      await preflight(target, draft, context);
      await inRun('apply', { ledger, draft, context }, async (run) => {
        recordTarget(ledger, target, workshop.targetSettings, targetNamed(context));
        const settle = async (asset: PlannedAsset): Promise<AssetOutcome> => {
          if (asset.state !== 'planned') return outcomeOfPlanned(asset);
          return asPlanned(asset, await pipeline.settle(asset, run, context));
        };
        for await (const outcome of runAll(plan.assets, settle, workshop.inFlight)) draft.addImage(outcome);
        const siteOf = createSiteFinder(siteOptions(context));
        const posts = plan.posts.map((post) => postToWrite(post, { draft, siteOf, cwd: context.cwd }));
        await writePosts(posts, run, workshop, draft, context);
        const standing = posts.filter((post) => !draft.isRefused(post.file));
        const looked = [...standing, ...postsOfFailed(plan, { siteOf, cwd: context.cwd })];
        draft.addLeftBehind(await listLeftBehind(looked, draft.images, { applied: true }));
      });
    }),
  );
}

function postToWrite(
  post: Plan['posts'][number],
  { draft, siteOf, cwd }: { readonly draft: OutcomeDraft; readonly siteOf: SiteFinder; readonly cwd: string },
): PostToWrite {
  const arrived = post.edits.filter(({ identity }) => {
    const state = draft.images.get(identity)?.state;
    return state === 'stored' || state === 'reused';
  });
  const path = resolve(cwd, post.file);
  return { ...post, path, site: siteOf(dirname(path)), edits: arrived };
}

/** Posts of which no link changes, since their images could not be had when the plan was made. */
function postsOfFailed(
  { assets, posts }: Plan,
  { siteOf, cwd }: { readonly siteOf: SiteFinder; readonly cwd: string },
): readonly PostToRead[] {
  const files = new Set(assets.flatMap(({ places = [] }) => places.map(({ file }) => file)));
  for (const { file } of posts) files.delete(file);
  return [...files].map((file) => {
    const path = resolve(cwd, file);
    return { file, path, site: siteOf(dirname(path)), edits: [] };
  });
}

/** The plan promised an address; an image whose bytes changed since would stand at another. */
function asPlanned(asset: PlannedAsset, outcome: AssetOutcome): AssetOutcome {
  if (outcome.state === 'failed' || outcome.key === asset.key) return outcome;
  const facts = { url: asset.url, expected: asset.key, found: outcome.key };
  return { identity: asset.identity, url: asset.url, state: 'failed', error: { code: 'SOURCE_CHANGED', facts } };
}
