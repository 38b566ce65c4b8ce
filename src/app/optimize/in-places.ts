import type { Ledger } from '../../core/ledger.js';
import type { Replacement } from '../../core/replacement.js';
import { openClient, openRecordedStore, openSpoolOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { ImagePlace } from './image-place.js';
import { openFilePlace } from './open-file-place.js';
import { createStorePlace } from './store-place.js';

/** Does something to each of what runs replaced, its place opened once. */
export async function inPlaces(
  replacements: readonly Replacement[],
  ledger: Ledger,
  context: UseCaseContext,
  work: (replacement: Replacement, place: ImagePlace) => Promise<void>,
): Promise<void> {
  for (const store of new Set(replacements.map((one) => one.store))) {
    await usePlace(store, ledger, context, async (place) => {
      for (const replacement of replacements.filter((one) => one.store === store)) {
        context.signal.throwIfAborted();
        await work(replacement, place);
      }
    });
  }
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
