import type { Identity } from '../../core/asset.js';
import type { AssetLedger } from '../../core/ledger.js';
import type { ObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import type { Limiter } from '../../lib/limiter.js';
import { runAll } from '../../pipeline/run-all.js';
import type { ImageGroup } from './group-images.js';

export interface ResolveOptions {
  readonly store: ObjectStore;
  readonly ledger: AssetLedger;
  readonly io: Limiter;
  readonly signal: AbortSignal;
  /** Whether the store may be asked for objects that the ledger does not know. */
  readonly mayAsk: boolean;
}

/** Tells images that are in place, skipped or missing from those that must be fetched: their groups get a state. */
export async function resolveImages(
  groups: ReadonlyMap<Identity, ImageGroup>,
  { store, ledger, io, signal, mayAsk }: ResolveOptions,
): Promise<void> {
  const unknown = ledger.keysWithoutObject(store.id, targetKeysOf(groups));
  const asked: ImageGroup[] = [];
  for (const group of groups.values()) {
    const key = targetKeyOf(group);
    if (group.identified.kind === 'settled') group.state = group.identified.outcome.state;
    else if (key === undefined) continue;
    else if (!unknown.has(key)) setInPlace(group, key);
    else if (mayAsk) asked.push(group);
  }
  const ask = async (group: ImageGroup): Promise<void> => {
    const key = targetKeyOf(group);
    if (key !== undefined && (await io(() => store.head(key, { signal })))) setInPlace(group, key);
  };
  for await (const _ of runAll(asked, ask, { atOnce: 64, signal }));
}

function* targetKeysOf(groups: ReadonlyMap<Identity, ImageGroup>): Generator<ObjectKey> {
  for (const group of groups.values()) {
    const key = targetKeyOf(group);
    if (key !== undefined) yield key;
  }
}

const targetKeyOf = ({ identified }: ImageGroup): ObjectKey | undefined =>
  identified.kind === 'image' ? identified.targetKey : undefined;

function setInPlace(group: ImageGroup, key: ObjectKey): void {
  group.state = 'in-place';
  group.key = key;
}
