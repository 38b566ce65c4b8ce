import type { Ledger } from '../../core/ledger.js';
import type { Replacement } from '../../core/replacement.js';
import type { ImagePlace } from './image-place.js';

type Place = Pick<ImagePlace, 'digestAt' | 'remove'>;

/**
 * Finds out whether a replacement that was only planned had been made: an image is whole before or after it, never
 * between. A second name that its old bytes had got for one that was not made is taken away again.
 */
export async function settlePlanned(replacement: Replacement, place: Place, ledger: Ledger): Promise<void> {
  const { place: name, successor, before, after, original } = replacement;
  const isWritten = (await place.digestAt(successor ?? name)) === after;
  ledger.setReplacementState(replacement, isWritten ? 'written' : 'abandoned');
  if (isWritten || original === undefined) return;
  if ((await place.digestAt(name)) === before && (await place.digestAt(original)) === before)
    await place.remove(original);
}

/** Does so for all that runs were killed over in one store, or among files. */
export async function settleAllPlanned(place: Place & Pick<ImagePlace, 'store'>, ledger: Ledger): Promise<void> {
  for (const replacement of ledger.plannedReplacements()) {
    if (replacement.store === place.store) await settlePlanned(replacement, place, ledger);
  }
}
