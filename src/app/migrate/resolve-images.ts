import type { Asset, AssetOutcome, Identity } from '../../core/asset.js';
import type { AssetLedger } from '../../core/ledger.js';
import type { ObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import type { Limiter } from '../../lib/limiter.js';
import { runAll } from '../../pipeline/run-all.js';
import { assetOf, type ImageGroup } from './group-images.js';

/** Which images have a way to go, and what is known of the others. */
export interface ResolvedImages {
  readonly assets: readonly Asset[];
  readonly settled: readonly AssetOutcome[];
}

export interface ResolveOptions {
  readonly store: ObjectStore;
  readonly ledger: AssetLedger;
  readonly io: Limiter;
  readonly signal: AbortSignal;
  /** Whether the store may be asked for objects that the ledger does not know. */
  readonly mayAsk: boolean;
}

/** Tells images that are in place, skipped or missing from those that must be fetched. */
export async function resolveImages(
  groups: ReadonlyMap<Identity, ImageGroup>,
  options: ResolveOptions,
): Promise<ResolvedImages> {
  const assets: Asset[] = [];
  const settled: AssetOutcome[] = [];
  const look = async (group: ImageGroup) => ({ group, outcome: await settleWithoutFetch(group, options) });
  for await (const { group, outcome } of runAll(groups.values(), look, { atOnce: 64, signal: options.signal })) {
    const asset = outcome ? undefined : assetOf(group);
    if (outcome) settled.push(outcome);
    if (asset) assets.push(asset);
  }
  return { assets: inOrder(groups, assets), settled: inOrder(groups, settled) };
}

async function settleWithoutFetch(
  { identified }: ImageGroup,
  options: ResolveOptions,
): Promise<AssetOutcome | undefined> {
  const { identity, url } = identified;
  if (identified.kind === 'settled') return { identity, url, ...identified.outcome };
  const { targetKey: key } = identified;
  if (key === undefined || !(await isInPlace(key, options))) return undefined;
  const publicUrl = options.store.publicUrl(key);
  return { identity, url, state: 'in-place', key, ...(publicUrl === undefined ? {} : { publicUrl }) };
}

/** By a ledger row without a request, else by one `head`. */
async function isInPlace(key: ObjectKey, { store, ledger, io, signal, mayAsk }: ResolveOptions): Promise<boolean> {
  if (ledger.objectAt(store.id, key)) return true;
  if (!mayAsk) return false;
  return (await io(() => store.head(key, { signal }))) !== undefined;
}

function inOrder<Item extends { readonly identity: Identity }>(
  groups: ReadonlyMap<Identity, ImageGroup>,
  items: readonly Item[],
): Item[] {
  const rank = new Map([...groups.keys()].map((identity, index) => [identity, index]));
  return [...items].sort((a, b) => (rank.get(a.identity) ?? 0) - (rank.get(b.identity) ?? 0));
}
