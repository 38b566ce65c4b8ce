import type { Ledger } from '../../core/ledger.js';
import { isMovedAside, type Replacement } from '../../core/replacement.js';
import type { UseCaseContext } from '../context.js';
import type { ImagePlace } from './image-place.js';
import { inPlaces } from './in-places.js';

type Place = Pick<ImagePlace, 'digestAt' | 'remove'>;

/**
 * Finds out whether a replacement that was only planned had been made: an image is whole before or after it, never
 * between. A second name that its old bytes had got for one that was not made is taken away again. What was to be moved
 * aside was, once it is gone from its place; a copy of it that is already there stays, as others may have put it there.
 */
export async function settlePlanned(replacement: Replacement, place: Place, ledger: Ledger): Promise<void> {
  const { place: name, successor, before, after, original } = replacement;
  const isAside = isMovedAside(replacement);
  const isWritten = isAside
    ? (await place.digestAt(name)) === undefined
    : (await place.digestAt(successor ?? name)) === after;
  const isKeptTwice = !isWritten && !isAside && original !== undefined && (await place.digestAt(name)) === before;
  if (isKeptTwice && (await place.digestAt(original)) === before) await place.remove(original);
  ledger.setReplacementState(replacement, isWritten ? 'written' : 'abandoned'); // last: a kill before it repeats it all
}

/** Does so for those of a run that was killed over them. */
export async function settleKilled(
  replacements: readonly Replacement[],
  ledger: Ledger,
  context: UseCaseContext,
): Promise<void> {
  const planned = replacements.filter(({ state }) => state === 'planned');
  await inPlaces(planned, ledger, context, (replacement, place) => settlePlanned(replacement, place, ledger));
}

/** Does so for all that runs were killed over in one store, or among files. */
export async function settleAllPlanned(place: Place & Pick<ImagePlace, 'store'>, ledger: Ledger): Promise<void> {
  for (const replacement of ledger.plannedReplacements()) {
    if (replacement.store === place.store) await settlePlanned(replacement, place, ledger);
  }
}
