import type { DocumentPlace } from '../../../core/asset.js';
import { hasImageExtension } from '../../../core/image-format.js';
import type { Ledger } from '../../../core/ledger.js';
import type { HttpClient } from '../../../net/http-client.js';
import { openNamedStore, storeSettingsOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { refuseMissingFolder } from '../../refuse-missing-folder.js';
import { scan } from '../../scan.js';
import { parseAddress } from '../gather-names.js';

/** What an audit is about. `posts`: the remote images of the settings' posts. */
export type AuditSelection =
  | { readonly kind: 'posts' }
  | { readonly kind: 'store'; readonly store: string }
  | { readonly kind: 'urls'; readonly urls: readonly string[] };

export interface AddressToAudit {
  readonly url: string;
  readonly places: readonly DocumentPlace[];
}

export interface GatheredAddresses {
  /** Each once. */
  readonly addresses: readonly AddressToAudit[];
  /** On hosts that are not one's own. */
  readonly elsewhere: number;
  readonly withoutAddress: number;
}

/**
 * @param isOwn whether an address of a post is on a host that the CDN serves
 * @throws ImgferryError USAGE_INVALID, NO_POSTS_FOUND, STORE_UNKNOWN and what listing a store throws
 */
export async function gatherAddresses(
  selection: AuditSelection,
  {
    ledger,
    client,
    isOwn,
  }: {
    readonly ledger: Ledger;
    readonly client: HttpClient;
    readonly isOwn: (url: string) => boolean;
  },
  context: UseCaseContext,
): Promise<GatheredAddresses> {
  switch (selection.kind) {
    case 'urls': {
      const urls = [...new Set(selection.urls.map(parseAddress))];
      return { addresses: urls.map((url) => ({ url, places: [] })), elsewhere: 0, withoutAddress: 0 };
    }
    case 'store':
      return addressesOfStore(selection.store, { ledger, client }, context);
    case 'posts':
      return addressesInPosts(isOwn, context);
  }
}

async function addressesInPosts(isOwn: (url: string) => boolean, context: UseCaseContext): Promise<GatheredAddresses> {
  const found = new Map<string, DocumentPlace[]>();
  const elsewhere = new Set<string>();
  for await (const document of scan(context, { links: false })) {
    if ('error' in document) continue;
    for (const { target, document: file, line, column } of document.references) {
      if (target.kind !== 'remote' || !URL.canParse(target.url)) continue;
      const url = parseAddress(target.url);
      if (!isOwn(url)) elsewhere.add(url);
      else found.set(url, [...(found.get(url) ?? []), { file, line, column }]);
    }
  }
  const addresses = [...found].map(([url, places]) => ({ url, places }));
  return { addresses, elsewhere: elsewhere.size, withoutAddress: 0 };
}

/** Every object that is an image by its name. */
async function addressesOfStore(
  name: string,
  tools: { readonly ledger: Ledger; readonly client: HttpClient },
  context: UseCaseContext,
): Promise<GatheredAddresses> {
  const settings = storeSettingsOf(name, context);
  refuseMissingFolder(settings, context);
  const store = await openNamedStore(settings, tools, context);
  const addresses: AddressToAudit[] = [];
  let withoutAddress = 0;
  try {
    for await (const { key } of store.driver.list('', { signal: context.signal })) {
      if (key.startsWith('.imgferry/') || !hasImageExtension(key)) continue;
      const url = store.publicUrl(key);
      if (url !== undefined && URL.canParse(url)) addresses.push({ url: parseAddress(url), places: [] });
      else withoutAddress += 1;
    }
  } finally {
    await store.close();
  }
  return { addresses, elsewhere: 0, withoutAddress };
}
