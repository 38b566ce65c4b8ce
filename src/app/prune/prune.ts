import type { AssetOutcome } from '../../core/asset.js';
import type { Ledger, RunRecord } from '../../core/ledger.js';
import type { Replacement } from '../../core/replacement.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { knownRun } from '../known-run.js';
import type { ImagePlace } from '../optimize/image-place.js';
import { inPlaces } from '../optimize/in-places.js';
import { draftOutcome, type FinishedRun } from '../outcome-draft.js';
import { recoverKilledRuns } from '../run-lifecycle.js';
import { useLedger } from '../use-ledger.js';
import { removeEmptyFolders } from './remove-empty-folders.js';

export interface PruneOptions {
  /** Undefined: of every run that ended long enough ago. */
  readonly run: string | undefined;
  /** ms since a run ended. */
  readonly olderThan: number;
}

/**
 * Removes the originals that runs kept when they replaced images; what such a run did can't be undone afterwards. An
 * original stays where what replaced it is not whole in its place any more: it may be the only copy then.
 *
 * Outcomes: `stored` with `original-removed`; `skipped` with `original-needed` or `original-changed`; none for an
 * original that is gone already. `stopped`: RUN_UNKNOWN {run, known}.
 */
export function prune({ run, olderThan }: PruneOptions, context: UseCaseContext): Promise<FinishedRun> {
  return draftOutcome('prune', { dryRun: false }, context, (draft) =>
    useLedger(context, 'lock', async (ledger) => {
      await recoverKilledRuns(ledger, draft, context);
      const runs = run === undefined ? ledger.runs() : [knownRun(run, ledger)];
      const old = runs.filter((one) => hasEndedBefore(one, context.now() - olderThan));
      await inPlaces(keptBy(old, ledger), ledger, context, async (replacement, place) => {
        const outcome = await pruneOriginal(replacement, place);
        if (outcome) draft.addImage(outcome);
        const { original, store } = replacement;
        if (store === undefined && original !== undefined) await removeEmptyFolders(ledger.root, original);
      });
      if (draft.images.size === 0) draft.note({ id: 'nothing-to-prune', facts: {} });
    }),
  );
}

const hasEndedBefore = ({ finishedAt, startedAt }: RunRecord, instant: number): boolean =>
  (finishedAt ?? startedAt) <= instant;

const keptBy = (runs: readonly RunRecord[], ledger: Ledger): readonly Replacement[] =>
  runs
    .flatMap(({ id }) => ledger.replacements(id))
    .filter(({ original, state }) => original !== undefined && state === 'written');

async function pruneOriginal(
  { original, before, place: name, successor, after }: Replacement,
  place: ImagePlace,
): Promise<AssetOutcome | undefined> {
  const kept = original === undefined ? undefined : await place.digestAt(original);
  if (original === undefined || kept === undefined) return undefined;
  const image = { identity: asIdentity(`kept:${place.store ?? ''}/${original}`), url: place.shown(original) };
  if (kept !== before) return { ...image, state: 'skipped', reason: 'original-changed' };
  if ((await place.digestAt(successor ?? name)) !== after) {
    return { ...image, state: 'skipped', reason: 'original-needed' };
  }
  await place.remove(original);
  return { ...image, state: 'stored', reason: 'original-removed' };
}
