import type { AssetOutcome } from '../../core/asset.js';
import { createPostAddresses } from '../address-in-post.js';
import { compileIgnoreRules } from '../check/gather/ignore-rules.js';
import type { UseCaseContext } from '../context.js';
import { addPlannedPosts } from '../migrate/add-planned-posts.js';
import { writePosts } from '../migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { useLedger } from '../use-ledger.js';
import { isShown } from './damage.js';
import { findRepairs } from './find-repairs.js';
import { planRepairs } from './plan-repairs.js';
import type { Finding } from './prove-repair.js';
import { surveyPosts } from './survey-posts.js';

export interface RepairOptions {
  /** Folders with copies of images. */
  readonly from: readonly string[];
  readonly write: boolean;
}

export interface FinishedRepair extends FinishedRun {
  /** With what would change, or was changed, in them. */
  readonly posts: readonly PostToWrite[];
}

/**
 * Looks at the images of posts as a check does and brings the links of broken ones to where the same image can be
 * proved to be; of those that show by a detour to where their own server says. Nothing is guessed and nothing stored.
 *
 * The outcome's images are the broken ones: `planned`, or `reused` where it was done, with the proof as reason;
 * `failed` with REPAIR_UNPROVED {url, reason, tried, copy, near} where nothing is proved.
 *
 * @throws ImgferryError PATH_NOT_FOUND for a folder of `from` that is none
 */
export async function repair(options: RepairOptions, context: UseCaseContext): Promise<FinishedRepair> {
  const { write } = options;
  let posts: readonly PostToWrite[] = [];
  const finished = await draftOutcome('repair', { dryRun: !write }, context, async (draft) => {
    if (write) await useLedger(context, 'lock', (ledger) => recoverKilledRuns(ledger, draft, context));
    const ignoredAt = compileIgnoreRules(context.settings.ignore);
    const survey = await surveyPosts(ignoredAt, draft, context);
    const addresses = createPostAddresses(context);
    const tools = { from: options.from, ignoredAt, addresses };
    const findings = await findRepairs(survey, tools, draft, context);
    for (const finding of findings) addOutcome(finding, draft, { write });
    posts = await planRepairs(survey, findings, addresses);
    await settlePosts(posts, draft, context, { write });
  });
  return { ...finished, posts };
}

async function settlePosts(
  posts: readonly PostToWrite[],
  draft: OutcomeDraft,
  context: UseCaseContext,
  { write }: Pick<RepairOptions, 'write'>,
): Promise<void> {
  if (!write || posts.every(({ edits }) => edits.length === 0)) return addPlannedPosts(posts, draft);
  await useLedger(context, 'lock', (ledger) =>
    inRun('repair', { ledger, draft, context }, (run) => writePosts(posts, run, { ledger }, draft, context)),
  );
}

/** An image that shows needs no repair: where none is proved there is nothing to tell. */
function addOutcome(finding: Finding, draft: OutcomeDraft, { write }: Pick<RepairOptions, 'write'>): void {
  const { damage } = finding;
  const { image, checked } = damage;
  const outcome: Pick<AssetOutcome, 'identity' | 'url' | 'places'> = {
    identity: image.identity,
    url: image.url,
    places: checked.places,
  };
  if ('repair' in finding) {
    const { repair: found, shown } = finding;
    draft.addImage({ ...outcome, state: write ? 'reused' : 'planned', reason: found.proof, publicUrl: shown });
  } else if (!isShown(damage)) {
    draft.addImage({ ...outcome, state: 'failed', error: finding.error });
  }
}
