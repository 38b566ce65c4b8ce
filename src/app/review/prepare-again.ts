import type { Asset } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { extensionOf } from '../../core/image-format.js';
import type { PlannedAsset } from '../../core/plan.js';
import type { UseCaseContext } from '../context.js';
import { draftOutcome } from '../outcome-draft.js';
import { useWorkshop } from '../workshop.js';

/** An image that was prepared, and the ending that its bytes ask for. */
export interface PreparedAgain {
  readonly asset: PlannedAsset;
  readonly extension: string | undefined;
}

/**
 * Prepares one image, as a run would.
 *
 * @throws ImgferryError what keeps it from being stored, or the run from going on
 */
export async function prepareAgain(asset: Asset, context: UseCaseContext): Promise<PreparedAgain> {
  let prepared: PreparedAgain | undefined;
  const silent = { ...context, emit: () => undefined };
  const { outcome } = await draftOutcome('migrate', { dryRun: true }, silent, (draft) =>
    useWorkshop(silent, { ledger: 'write', draft }, async ({ ledger, pipeline }) => {
      const planned = await pipeline.plan(asset, silent);
      const source = ledger.fetched(asset.identity)?.digest;
      const format = source && planned.digest && ledger.preparedAs(source, planned.digest)?.format;
      prepared = { asset: planned, extension: format && extensionOf(format) };
    }),
  );
  const error = outcome.stopped ?? prepared?.asset.error;
  if (error) throw new ImgferryError(error.code, error.facts);
  context.signal.throwIfAborted();
  if (!prepared) throw new Error('an image that was prepared has an outcome');
  return prepared;
}
