import { statSync } from 'node:fs';
import { ImgferryError } from '../core/errors.js';
import type { FileTarget, ImageReference } from '../core/image-reference.js';
import type { Ledger } from '../core/ledger.js';
import type { HostImages, ImageCount, MissingFile, Overview, SizedImages } from '../core/overview.js';
import { bucketOfHost, deriveAddresses } from '../storage/addresses.js';
import { storeSettingsOf } from './compose.js';
import type { UseCaseContext } from './context.js';
import { asIdentity } from './image-identity.js';
import { scan } from './scan.js';
import { useLedger } from './use-ledger.js';

/**
 * Looks at the posts and at nothing else: no address is asked, sizes are the disk's and what earlier runs left in the
 * ledger.
 *
 * @throws ImgferryError PATH_NOT_FOUND, NO_POSTS_FOUND {paths}
 */
export async function oversee(context: UseCaseContext): Promise<Overview> {
  const found = await gather(context);
  const hosts = new Map<string, { readonly base: string; readonly urls: string[] }>();
  for (const url of found.remote.keys()) {
    const { host, origin } = new URL(url);
    const known = hosts.get(host);
    if (known) known.urls.push(url);
    else hosts.set(host, { base: `${origin}/`, urls: [url] });
  }
  const bucketOf = createBucketFinder(context);
  let seen: HostImages[] = [];
  await useLedger(context, 'read', async (ledger) => {
    seen = [...hosts].map(([host, { base, urls }]): HostImages => {
      const bucket = bucketOf(urls);
      const sizes = urls.map((url) => sizeOf(url, ledger));
      const counts = { ...countOf(urls, found.remote), ...sizeIn(sizes) };
      return { host, base, ...counts, ...(bucket === undefined ? {} : { bucket }) };
    });
  });
  const files = [...found.files.keys()];
  const { embedded, generators, missing, posts, unclear, unread } = found;
  const { to } = context.settings;
  const counts = [found.remote, found.files, found.absent, embedded, unclear].map((places) => countAll(places));
  return {
    generators: [...generators],
    posts,
    unread,
    images: {
      images: counts.reduce((sum, { images }) => sum + images, 0),
      named: counts.reduce((sum, { named }) => sum + named, 0),
    },
    hosts: seen.sort((one, other) => other.images - one.images || (one.host < other.host ? -1 : 1)),
    files: { ...countAll(found.files), ...sizeIn(files.map(fileSize)) },
    missing,
    embedded: countAll(embedded),
    unclear: countAll(unclear),
    ...(to === undefined ? {} : { to }),
  };
}

/** How often each is named, by address, path or writing. */
type Places = Map<string, number>;

interface Gathered {
  readonly generators: ReadonlySet<string>;
  readonly posts: number;
  readonly unread: number;
  readonly remote: Places;
  readonly files: Places;
  readonly absent: Places;
  readonly missing: readonly MissingFile[];
  readonly embedded: Places;
  readonly unclear: Places;
}

async function gather(context: UseCaseContext): Promise<Gathered> {
  const generators = new Set<string>();
  const places = { remote: new Map(), files: new Map(), absent: new Map(), embedded: new Map(), unclear: new Map() };
  const missing: MissingFile[] = [];
  let [posts, unread] = [0, 0];
  for await (const document of scan(context, { links: false })) {
    if ('error' in document) {
      unread += 1;
      continue;
    }
    if (!document.beside) posts += 1;
    if (document.site.generator !== undefined) generators.add(document.site.generator);
    for (const reference of document.references) {
      const { kind, name } = sortOf(reference);
      const named: Places = places[kind];
      named.set(name, (named.get(name) ?? 0) + 1);
      const { column, document: file, line, raw } = reference;
      if (kind === 'absent') missing.push({ file, line, column, raw });
    }
  }
  return { generators, posts, unread, missing, ...places };
}

interface Sorted {
  readonly kind: 'remote' | 'files' | 'absent' | 'embedded' | 'unclear';
  readonly name: string;
}

function sortOf({ raw, target }: ImageReference): Sorted {
  switch (target.kind) {
    case 'remote':
      return { kind: 'remote', name: target.url };
    case 'file':
      return ofFile(target);
    case 'data':
      return { kind: 'embedded', name: target.uri };
    case 'unsupported':
      return target.file ? ofFile(target.file) : { kind: 'unclear', name: raw };
  }
}

const ofFile = ({ exists, path }: FileTarget): Sorted => ({ kind: exists ? 'files' : 'absent', name: path });

const countAll = (places: Places): ImageCount => countOf([...places.keys()], places);

const countOf = (names: readonly string[], places: Places): ImageCount => ({
  images: names.length,
  named: names.reduce((sum, name) => sum + (places.get(name) ?? 0), 0),
});

function sizeIn(sizes: readonly (number | undefined)[]): Pick<SizedImages, 'bytes' | 'sized'> {
  const known = sizes.filter((size) => size !== undefined);
  return { bytes: known.reduce((sum, size) => sum + size, 0), sized: known.length };
}

const fileSize = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;

function sizeOf(url: string, ledger: Ledger): number | undefined {
  const identity = asIdentity(url);
  return ledger.looksAt(identity)[0]?.look.bytes ?? ledger.fetched(identity)?.size;
}

/** The configured store that all of these addresses belong to, else the bucket that their host names. */
function createBucketFinder(context: UseCaseContext): (urls: readonly string[]) => string | undefined {
  const stores = Object.keys(context.settings.stores).flatMap((name) => {
    try {
      return [{ name, addresses: deriveAddresses(storeSettingsOf(name, context)) }];
    } catch (error) {
      if (error instanceof ImgferryError) return []; // not fit to be used yet: `doctor` says why
      throw error;
    }
  });
  return (urls) => {
    const store = stores.find(({ addresses }) => urls.every((url) => addresses.keyOf(url) !== undefined));
    return store?.name ?? bucketOfHost(new URL(urls[0] ?? '').hostname);
  };
}
