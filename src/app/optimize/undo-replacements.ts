import type { AssetOutcome } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { Replacement } from '../../core/replacement.js';
import { openClient, openRecordedStore, openSpoolOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { ImagePlace } from './image-place.js';
import { openFilePlace } from './open-file-place.js';
import { createStorePlace } from './store-place.js';

/** The second half of an undo: what is only taken away once the posts are as they were. */
export type RemoveSuccessors = () => Promise<void>;

/**
 * Puts the originals of a run back where its bytes still stand. An image that has other bytes by now, or whose original
 * was not kept, stays and is named.
 *
 * Outcomes: `stored` with `original-restored`; `failed` with REPLACED_SINCE or ORIGINAL_MISSING {path, original}.
 */
export async function undoReplacements(
  replacements: readonly Replacement[],
  ledger: Ledger,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<RemoveSuccessors> {
  const stores = [...new Set(replacements.map(({ store }) => store))];
  const removals: Replacement[] = [];
  for (const store of stores) {
    await usePlace(store, ledger, context, async (place) => {
      for (const replacement of replacements.filter((one) => one.store === store)) {
        context.signal.throwIfAborted();
        const outcome = await undoReplacement(replacement, place, ledger);
        draft.addImage(outcome);
        if (outcome.state === 'stored' && replacement.successor !== undefined) removals.push(replacement);
      }
    });
  }
  return async () => {
    for (const store of new Set(removals.map((one) => one.store))) {
      await usePlace(store, ledger, context, async (place) => {
        for (const { successor = '', after } of removals.filter((one) => one.store === store)) {
          if ((await place.digestAt(successor)) === after) await place.remove(successor);
        }
      });
    }
  };
}

async function undoReplacement(replacement: Replacement, place: ImagePlace, ledger: Ledger): Promise<AssetOutcome> {
  const { place: name, store } = replacement;
  const identity = asIdentity(store === undefined ? `file:${name}` : `store:${store}/${name}`);
  const image = { identity, url: place.shown(name) };
  try {
    await restore(replacement, place);
    ledger.setReplacementState(replacement, 'undone');
    return { ...image, state: 'stored', reason: 'original-restored' };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    return { ...image, state: 'failed', error: error.toReport() };
  }
}

async function restore(
  { place: name, successor, before, after, original }: Replacement,
  place: ImagePlace,
): Promise<void> {
  const found = await place.digestAt(name);
  if (found === before) return;
  const kept = original === undefined ? {} : { original: place.shown(original) };
  const isOurs = successor === undefined ? found === after : found === undefined;
  if (!isOurs) {
    const facts = { path: place.shown(name), expected: after, found: found ?? 'missing', ...kept };
    throw new ImgferryError('REPLACED_SINCE', facts);
  }
  if (original === undefined || (await place.digestAt(original)) !== before) {
    throw new ImgferryError('ORIGINAL_MISSING', { path: place.shown(name), ...kept });
  }
  await place.restore(name, original);
}

async function usePlace(
  store: string | undefined,
  ledger: Ledger,
  context: UseCaseContext,
  work: (place: ImagePlace) => Promise<void>,
): Promise<void> {
  const isWanted = (): boolean => false;
  if (store === undefined) return work(openFilePlace({ paths: [], isWanted }, ledger, context));
  const client = openClient(context);
  const recorded = await openRecordedStore(store, { ledger, client }, context);
  const spool = openSpoolOf(ledger, context);
  const { maxBytes } = context.settings;
  const tools = { store: recorded.store, originals: undefined, isWanted, spool, maxBytes, signal: context.signal };
  const place = createStorePlace(tools);
  try {
    await work(place);
  } finally {
    await place.close();
    await client.close();
  }
}
