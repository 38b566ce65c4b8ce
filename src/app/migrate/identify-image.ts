import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { AssetOutcome, AssetSource, Identity } from '../../core/asset.js';
import type { ImageReference, UnsupportedReason } from '../../core/image-reference.js';
import { asObjectKey, type ObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import { asIdentity, displayPath, shorten } from '../image-identity.js';
import { type ProcessedAddress, splitProcessing } from './processing-suffix.js';

/** An image with bytes somewhere. */
export interface IdentifiedImage {
  readonly kind: 'image';
  readonly identity: Identity;
  readonly url: string;
  /** Where its bytes come from; undefined: from its address. */
  readonly source?: Exclude<AssetSource, { readonly kind: 'remote' }>;
  /** Set for an address of the target store: in place if this object exists, else an image like any other. */
  readonly targetKey?: ObjectKey;
  /** What the new address gets at its end, so that it is processed as the old one was. */
  readonly suffix?: string;
  /** The bytes are what a store's processing serves. */
  readonly isBaked?: true;
}

/** A reference whose image has no way to go: its outcome is known. */
export interface SettledImage {
  readonly kind: 'settled';
  readonly identity: Identity;
  readonly url: string;
  readonly outcome: Pick<AssetOutcome, 'state' | 'reason' | 'error'>;
}

/** What a reference names, as far as addresses tell. */
export type Identified = IdentifiedImage | SettledImage;

export interface IdentifyOptions {
  readonly cwd: string;
  readonly target: ObjectStore;
  /** Folder of the target, where it is one. */
  readonly targetFolder: string | undefined;
  /** Other configured stores, whose addresses are read through their drivers. */
  readonly stores: readonly ObjectStore[];
  /** Images of these alone; empty: of all. */
  readonly hosts: readonly string[] | 'none';
  readonly skipHosts: readonly string[];
  /** What becomes of an address of a configured store that asks for processing. */
  readonly processed: 'original' | 'keep' | 'bake';
}

/** Tells which image a reference names; touches no network, and of the disk only the links of a local path. */
export function createIdentifier(options: IdentifyOptions): (reference: ImageReference) => Identified {
  const realPath = cached((path: string) => realpathSync(path));
  const targetFolder = options.targetFolder && existing(options.targetFolder);

  return (reference) => {
    const { target } = reference;
    switch (target.kind) {
      case 'remote':
        return identifyRemote(target.url, options);
      case 'file':
        return target.exists ? identifyFile(target.path) : identifyAbsentFile(reference, target.path);
      case 'data':
        return settled('data:', shorten(reference.raw), { state: 'skipped', reason: 'data-uri' });
      case 'unsupported':
        return identifyUnsupported(shorten(reference.raw), target.reason);
    }
  };

  function identifyFile(path: string): Identified {
    const real = realPath(path);
    const inTarget = targetFolder && keyBelow(targetFolder, real);
    const image = fileImage(real, options.cwd);
    return inTarget ? { targetKey: inTarget, ...image } : image;
  }

  /** A path under the target's public base (`/images/…`) is the target's object wherever the folder is mounted. */
  function identifyAbsentFile(reference: ImageReference, path: string): Identified {
    const targetKey = options.target.keyOf(reference.raw);
    if (targetKey !== undefined) return { targetKey, ...fileImage(path, options.cwd) };
    const url = displayPath(path, options.cwd);
    return settled(`file:${path}`, url, { state: 'failed', error: { code: 'FILE_MISSING', facts: { path: url } } });
  }
}

function identifyUnsupported(url: string, reason: UnsupportedReason): SettledImage {
  if (reason !== 'url-invalid') return settled(`unsupported:${url}`, url, { state: 'skipped', reason });
  return settled(`unsupported:${url}`, url, { state: 'failed', error: { code: 'URL_INVALID', facts: { url } } });
}

function identifyRemote(url: string, options: IdentifyOptions): Identified {
  const { host } = new URL(url);
  const targetKey = options.target.keyOf(url);
  if (targetKey !== undefined) return { kind: 'image', identity: asIdentity(url), url, targetKey };
  if (options.skipHosts.includes(host)) return settled(url, url, { state: 'skipped', reason: 'host-skipped' });
  if (!isChosen(host, options)) {
    return settled(url, url, { state: 'skipped', reason: 'host-not-chosen' });
  }
  for (const store of options.stores) {
    if (store.keyOf(url) !== undefined) return identifyInStore(url, store, options);
  }
  return remoteImage(url);
}

const isChosen = (host: string, { hosts }: IdentifyOptions): boolean =>
  hosts !== 'none' && (hosts.length === 0 || hosts.includes(host));

/** An address of a known store is its object; one that asks for processing is the original, or what it serves. */
function identifyInStore(url: string, store: ObjectStore, { processed }: IdentifyOptions): Identified {
  const processing = splitProcessing(url);
  if (!processing)
    return new URL(url).search === '' ? storeImage({ original: url, suffix: '' }, store) : remoteImage(url);
  if (processed === 'bake') return { ...remoteImage(url), isBaked: true };
  return storeImage(processed === 'keep' ? processing : { ...processing, suffix: '' }, store);
}

function storeImage({ original, suffix }: ProcessedAddress, store: ObjectStore): IdentifiedImage {
  const key = store.keyOf(original);
  if (key === undefined) return remoteImage(original);
  const source = { kind: 'store', store: store.id, key } as const;
  const identity = asIdentity(`store:${store.id}/${key}`);
  return { kind: 'image', identity, url: original, source, ...(suffix === '' ? {} : { suffix }) };
}

const remoteImage = (url: string): IdentifiedImage => ({ kind: 'image', identity: asIdentity(url), url });

function fileImage(path: string, cwd: string): IdentifiedImage {
  const identity = asIdentity(`file:${path}`);
  return { kind: 'image', identity, url: displayPath(path, cwd), source: { kind: 'file', path } };
}

function settled(identity: string, url: string, outcome: SettledImage['outcome']): SettledImage {
  return { kind: 'settled', identity: asIdentity(identity), url, outcome };
}

/** The key of a file below a folder; undefined for what stands elsewhere. */
function keyBelow(folder: string, path: string): ObjectKey | undefined {
  const below = relative(folder, path);
  if (below === '' || below.startsWith('..')) return undefined;
  return asObjectKey(below.split(sep).join('/'));
}

function existing(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // not made yet: nothing can be under it
  }
}

function cached<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
