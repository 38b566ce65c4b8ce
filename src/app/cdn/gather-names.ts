import type { CdnTarget } from '../../core/cdn.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { asObjectKey } from '../../core/object-key.js';
import type { HttpClient } from '../../net/http-client.js';
import { openNamedStore, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { refuseMissingFolder } from '../refuse-missing-folder.js';
import { findKnownStores } from '../repair/known-stores.js';

/** Which addresses a refresh or a prefetch is about. */
export type CdnSelection =
  | { readonly kind: 'urls'; readonly urls: readonly string[] }
  | { readonly kind: 'run'; readonly run: string }
  /** Every object of a store, or those whose keys begin so. */
  | { readonly kind: 'store'; readonly store: string; readonly prefix: string }
  /** Everything below addresses. */
  | { readonly kind: 'prefixes'; readonly prefixes: readonly string[] }
  | { readonly kind: 'tags'; readonly tags: readonly string[] }
  /** What waits from earlier days. */
  | { readonly kind: 'waiting' };

export interface GatheredNames {
  readonly target: CdnTarget;
  /** Each once. */
  readonly names: readonly string[];
  /** Epoch ms: what was sent since then counts as sent; undefined: what was sent within a day. */
  readonly since?: number;
  /** Objects that readers have no address of. */
  readonly withoutAddress: number;
}

/**
 * The addresses of a selection, as the URL parser writes them.
 *
 * @throws ImgferryError USAGE_INVALID, RUN_UNKNOWN, STORE_UNKNOWN and what listing a store throws
 */
export async function gatherNames(
  selection: Exclude<CdnSelection, { kind: 'waiting' }>,
  { ledger, client }: { readonly ledger: Ledger; readonly client: HttpClient },
  context: UseCaseContext,
): Promise<GatheredNames> {
  switch (selection.kind) {
    case 'urls':
      return { target: 'url', names: unique(selection.urls.map(parseAddress)), withoutAddress: 0 };
    case 'prefixes':
      return { target: 'prefix', names: unique(selection.prefixes.map(parsePrefix)), withoutAddress: 0 };
    case 'tags':
      return { target: 'tag', names: unique(selection.tags), withoutAddress: 0 };
    case 'run':
      return addressesOfRun(selection.run, ledger, context);
    case 'store':
      return addressesOfStore(selection, { ledger, client }, context);
  }
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** @throws ImgferryError USAGE_INVALID {option, expected, found} */
export function parseAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ImgferryError('USAGE_INVALID', { option: 'URL', expected: 'url', found: text });
  }
  url.hash = '';
  return url.href;
}

/** A directory ends in a slash. */
function parsePrefix(text: string): string {
  const address = parseAddress(text);
  return address.endsWith('/') ? address : `${address}/`;
}

function addressesOfRun(run: string, ledger: Ledger, context: UseCaseContext): GatheredNames {
  const found = ledger.runs().find(({ id }) => id === run);
  if (!found) {
    const known = ledger.runs().toReversed().slice(0, 5);
    throw new ImgferryError('RUN_UNKNOWN', { run, known: known.map(({ id }) => id) });
  }
  const book = createAddressBook(ledger, context);
  const moved = ledger.moves(run).map(({ store, object }) => book.addressOf(store, object.key));
  return { ...onlyAddresses([...moved, ...replacedAddresses(run, ledger, book)]), since: found.startedAt };
}

/** What the ledger's stores have for addresses. */
export interface AddressBook {
  /** Undefined where the object has none. */
  addressOf(store: string, key: string): string | undefined;
  /** Whether an address is one that a store writes into posts. */
  owns(address: string): boolean;
}

export function createAddressBook(ledger: Ledger, context: UseCaseContext): AddressBook {
  const stores = new Map(findKnownStores(ledger, context).map(({ id, addresses }) => [id, addresses]));
  return {
    addressOf: (store, key) => stores.get(store)?.publicUrl(asObjectKey(key)),
    owns: (address) =>
      [...stores.values()].some(({ keyOf, publicUrl }) => {
        const key = keyOf(address);
        return key !== undefined && publicUrl(key) === address;
      }),
  };
}

/** Addresses under which a run put other bytes, or whose headers it changed. */
export function replacedAddresses(
  run: string,
  ledger: Ledger,
  { addressOf }: AddressBook,
): readonly (string | undefined)[] {
  const isDone = ({ state }: { readonly state: string }): boolean => state === 'written' || state === 'undone';
  const objects = ledger.replacements(run).filter(isDone);
  const headers = ledger.headerChanges(run).filter(isDone);
  return [
    ...objects.flatMap(({ store, place }) => (store === undefined ? [] : [addressOf(store, place)])),
    ...headers.map(({ store, key }) => addressOf(store, key)),
  ];
}

async function addressesOfStore(
  { store: name, prefix }: Extract<CdnSelection, { kind: 'store' }>,
  tools: { readonly ledger: Ledger; readonly client: HttpClient },
  context: UseCaseContext,
): Promise<GatheredNames> {
  const settings = storeSettingsOf(name, context);
  refuseMissingFolder(settings, context);
  const store = await openNamedStore(settings, tools, context);
  const found: (string | undefined)[] = [];
  try {
    for await (const { key } of store.driver.list(prefix, { signal: context.signal })) {
      if (!key.startsWith('.imgferry/')) found.push(store.publicUrl(key));
    }
  } finally {
    await store.close();
  }
  return onlyAddresses(found);
}

export function onlyAddresses(found: readonly (string | undefined)[]): GatheredNames {
  const names = found.flatMap((address) => (address !== undefined && URL.canParse(address) ? [address] : []));
  return { target: 'url', names: unique(names.map(parseAddress)), withoutAddress: found.length - names.length };
}
