import { createHash } from 'node:crypto';
import type { RunningSum } from '../../../cdn/audit/ask-edge.js';
import type { StoredFacts } from '../../../cdn/audit/edge-facts.js';
import { queryKindOf } from '../../../cdn/audit/query-kind.js';
import { ImgferryError } from '../../../core/errors.js';
import type { Ledger } from '../../../core/ledger.js';
import { encodeKey, type ObjectKey } from '../../../core/object-key.js';
import type { ObjectInfo, ObjectStore } from '../../../core/storage.js';
import type { HttpClient } from '../../../net/http-client.js';
import { deriveAddresses, type StoreAddresses } from '../../../storage/addresses.js';
import { startSum } from '../../../storage/checksum.js';
import type { StoreSettings } from '../../../storage/store-settings.js';
import { openNamedStore, storeSettingsOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';

/** What the stores have under addresses, for a comparison with what the edge serves. */
export interface OwnStores {
  /** Hosts that readers reach the stores by. */
  readonly hosts: ReadonlySet<string>;
  /** Undefined: the address belongs to no store, or its store can't be asked. */
  lookUp(url: string): Promise<LookedUp | undefined>;
  /** The bucket's own address of what a public address names. */
  originOf(url: string): string | undefined;
  close(): Promise<void>;
}

export interface LookedUp {
  readonly stored: StoredFacts;
  readonly createSum: (() => RunningSum) | undefined;
}

interface KnownPlace {
  readonly settings: StoreSettings;
  readonly addresses: StoreAddresses;
}

/** The stores of the configuration, and the target. One whose keys are missing compares nothing. */
export function openOwnStores(
  tools: { readonly ledger: Ledger; readonly client: HttpClient },
  context: UseCaseContext,
): OwnStores {
  const { signal, settings } = context;
  const names = new Set([...(settings.to === undefined ? [] : [settings.to]), ...Object.keys(settings.stores)]);
  const places = [...names].map((name): KnownPlace => {
    const store = storeSettingsOf(name, context);
    return { settings: store, addresses: deriveAddresses(store) };
  });
  const opened = new Map<KnownPlace, Promise<ObjectStore>>();
  const placeOf = (url: string) => {
    for (const place of places) {
      const key = place.addresses.keyOf(url);
      if (key !== undefined) return { place, key };
    }
    return undefined;
  };

  async function lookUp(url: string): Promise<LookedUp | undefined> {
    const found = placeOf(url);
    if (!found) return undefined;
    const opening = opened.get(found.place) ?? openNamedStore(found.place.settings, tools, context);
    opened.set(found.place, opening);
    const store = await opening;
    const info = await store.head(found.key, { signal });
    if (!info) return { stored: { object: undefined }, createSum: undefined };
    const isComparable = queryKindOf(url) !== 'processing';
    const sum = isComparable ? (info.checksum ?? (await readSum(store, info, { signal }))) : undefined;
    const object = { size: info.size, contentType: info.contentType, sum };
    return { stored: { object }, createSum: sum && (() => startSum(sum.kind)) };
  }

  return {
    hosts: new Set(places.flatMap(({ addresses }) => addresses.prefixes).flatMap(hostOf)),
    async lookUp(url) {
      try {
        return await lookUp(url);
      } catch (error) {
        if (error instanceof ImgferryError && error.code === 'CREDENTIALS_MISSING') return undefined;
        throw error;
      }
    },
    originOf(url) {
      const found = placeOf(url);
      return found && bucketAddress(found.place, found.key, url);
    },
    async close() {
      for (const store of await Promise.allSettled(opened.values())) {
        if (store.status === 'fulfilled') await store.value.close();
      }
    },
  };
}

/** Where the provider gives no checksum the bytes are read. */
async function readSum(store: ObjectStore, { key }: ObjectInfo, call: { readonly signal: AbortSignal }) {
  const { stream } = await store.open(key, call);
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return { kind: 'sha256', value: hash.digest('hex') } as const;
}

function bucketAddress({ settings, addresses }: KnownPlace, key: ObjectKey, url: string): string | undefined {
  if (!('access' in settings) || settings.access.style === 'cname') return undefined;
  const { origin } = settings.access;
  const base = addresses.prefixes.find((prefix) => prefix.startsWith(`${origin}/`));
  return base === undefined || new URL(base).host === new URL(url).host ? undefined : base + encodeKey(key);
}

const hostOf = (prefix: string): readonly string[] => (URL.canParse(prefix) ? [new URL(prefix).host] : []);
