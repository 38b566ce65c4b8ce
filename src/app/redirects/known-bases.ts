import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { encodeKey, type ObjectKey } from '../../core/object-key.js';
import { addressPrefix, deriveAddresses } from '../../storage/addresses.js';
import { storeId } from '../../storage/open-store.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import { recordedStoreSettings, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';

/** A store's addresses, told from its settings alone: nothing is opened. */
export interface StoreBases {
  readonly settings: StoreSettings;
  /** The address that is written. */
  publicUrl(key: string): string | undefined;
  /** Under every public prefix that was configured for it. */
  oldAddresses(key: string): readonly string[];
}

/** Finds the addresses of stores by their ids: of the configuration's, and of those that were written to. */
export function createBaseFinder(ledger: Ledger, context: UseCaseContext): (id: string) => StoreBases | undefined {
  const { cwd } = context;
  const places = { cwd, root: ledger.root };
  const configured = Object.keys(context.settings.stores).flatMap((name) =>
    settingsIfKnown(() => storeSettingsOf(name, context)),
  );
  const recorded = ledger
    .knownStores()
    .flatMap((id) => settingsIfKnown(() => recordedStoreSettings(id, ledger, context)));
  const byId = new Map<string, StoreSettings>();
  // as it was written to wins over what its name means now
  for (const settings of [...configured, ...recorded]) byId.set(storeId(settings, places), settings);
  return (id) => {
    const settings = byId.get(id);
    return (
      settings &&
      basesOf(
        settings,
        configured.filter((one) => storeId(one, places) === id),
      )
    );
  };
}

/** The object that a `store:` identity names: an id may hold slashes itself, so the longest one that is known. */
export function objectNamed(
  identity: string,
  basesOf: (id: string) => StoreBases | undefined,
): { readonly store: string; readonly key: string; readonly bases: StoreBases } | undefined {
  if (!identity.startsWith('store:')) return undefined;
  const rest = identity.slice('store:'.length);
  for (const { index } of [...rest.matchAll(/\//g)].toReversed()) {
    const store = rest.slice(0, index);
    const bases = basesOf(store);
    if (bases) return { store, key: rest.slice(store.length + 1), bases };
  }
  return undefined;
}

/** A store of the configuration that can't be used now is no reason to stop. */
function settingsIfKnown(find: () => StoreSettings): readonly StoreSettings[] {
  try {
    return [find()];
  } catch (error) {
    if (error instanceof ImgferryError) return [];
    throw error;
  }
}

function basesOf(settings: StoreSettings, configured: readonly StoreSettings[]): StoreBases {
  const prefix = addressPrefix(settings);
  const bases = [settings, ...configured].flatMap(({ publicUrl, addresses }) => [publicUrl, ...addresses]);
  const known = new Set(bases.filter((base) => base !== undefined && base !== 'relative'));
  return {
    settings,
    publicUrl: (key) => deriveAddresses(settings).publicUrl(key as ObjectKey),
    oldAddresses: (key) => [...known].map((base) => base + prefix + encodeKey(key)),
  };
}
