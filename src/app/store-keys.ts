import { refuseSharedKeys } from '../credentials/resolve-credentials.js';
import { kindOf } from '../storage/store-kinds.js';
import type { StoreSettings } from '../storage/store-settings.js';

/**
 * Refuses a run whose stores would share one pair of variables by accident.
 *
 * @throws ImgferryError CREDENTIALS_AMBIGUOUS
 */
export function refuseSharedKeysOf(stores: readonly StoreSettings[]): void {
  refuseSharedKeys(
    stores.flatMap((store) => {
      const account = kindOf(store).accountOf(store);
      return account ? [{ name: store.name, ...account }] : [];
    }),
  );
}
