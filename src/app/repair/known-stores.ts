import { join, resolve } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { ObjectKey } from '../../core/object-key.js';
import { deriveAddresses, type StoreAddresses } from '../../storage/addresses.js';
import { storeId } from '../../storage/open-store.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import { recordedStoreSettings, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { Destination } from '../destination.js';

/** A store whose addresses are known; its keys are asked for nothing. */
export interface KnownStore {
  readonly id: string;
  readonly addresses: StoreAddresses;
  /** Where readers find an object; undefined where the store has no address that posts could have. */
  destinationOf(key: ObjectKey): Destination | undefined;
}

/** The stores of the configuration, then those that the ledger knows, each once; the first with an address counts. */
export function findKnownStores(ledger: Ledger, context: UseCaseContext): readonly KnownStore[] {
  const { stores, to } = context.settings;
  const names = [...(to === undefined ? [] : [to]), ...Object.keys(stores)];
  const configured = names.map((name) => storeSettingsOf(name, context));
  const recorded = ledger.knownStores().flatMap((id) => recordedSettings(id, ledger, context) ?? []);
  const known = new Map<string, StoreSettings>();
  for (const settings of [...configured, ...recorded]) {
    const id = storeId(settings, { cwd: context.cwd, root: ledger.root });
    if (known.get(id)?.publicUrl === undefined) known.set(id, settings);
  }
  return [...known].map(([id, settings]) => knownStore(id, settings, context.cwd));
}

/** A store that the configuration has forgotten since has no address any more. */
function recordedSettings(id: string, ledger: Ledger, context: UseCaseContext): StoreSettings | undefined {
  try {
    return recordedStoreSettings(id, ledger, context);
  } catch (error) {
    const isForgotten = error instanceof ImgferryError && /^STORE_(?:UNKNOWN|INVALID)$/.test(error.code);
    if (isForgotten) return undefined;
    throw error;
  }
}

function knownStore(id: string, settings: StoreSettings, cwd: string): KnownStore {
  const addresses = deriveAddresses(settings);
  return {
    id,
    addresses,
    destinationOf(key) {
      const address = addresses.publicUrl(key);
      if (address !== undefined && URL.canParse(address)) return { kind: 'address', address };
      if (settings.kind !== 'file') return undefined;
      const path = join(resolve(cwd, settings.folder), ...key.split('/'));
      return { kind: 'file', path, ...(address === undefined ? {} : { address }) };
    },
  };
}
