import { realpathSync } from 'node:fs';
import { basename, relative, sep } from 'node:path';
import type { AssetSource, Identity } from '../../core/asset.js';
import type { ImageReference } from '../../core/image-reference.js';
import type { ObjectKey } from '../../core/object-key.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';

/** What a reference names, as far as addresses tell. */
export type Identified =
  | {
      readonly kind: 'image';
      readonly identity: Identity;
      readonly url: string;
      readonly source: AssetSource;
      readonly name: string;
    }
  | {
      /** An address of the target store: in place if its object exists, else an ordinary image. */
      readonly kind: 'target';
      readonly identity: Identity;
      readonly url: string;
      readonly key: ObjectKey;
      readonly source: AssetSource;
      readonly name: string;
    }
  | { readonly kind: 'skipped'; readonly identity: Identity; readonly url: string; readonly reason: string }
  | { readonly kind: 'missing'; readonly identity: Identity; readonly url: string; readonly path: string };

export interface IdentifyOptions {
  readonly cwd: string;
  readonly target: ObjectStore;
  /** Folder of the target, where it is one. */
  readonly targetFolder: string | undefined;
  /** Other configured stores, whose addresses are read through their drivers. */
  readonly stores: readonly ObjectStore[];
  readonly hosts: readonly string[];
  readonly skipHosts: readonly string[];
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
        return { kind: 'skipped', identity: asIdentity('data:'), url: shorten(reference.raw), reason: 'data-uri' };
      case 'unsupported': {
        const url = shorten(reference.raw);
        return { kind: 'skipped', identity: asIdentity(`unsupported:${url}`), url, reason: target.reason };
      }
    }
  };

  function identifyFile(path: string): Identified {
    const real = realPath(path);
    const url = displayPath(real, options.cwd);
    const image = {
      identity: asIdentity(`file:${real}`),
      url,
      source: { kind: 'file', path: real },
      name: stem(real),
    } as const;
    const inside = targetFolder && keyBelow(targetFolder, real);
    return inside ? { ...image, kind: 'target', key: inside } : { ...image, kind: 'image' };
  }

  /** A path under the target's public base (`/images/…`) is the target's object wherever the folder is mounted. */
  function identifyAbsentFile(reference: ImageReference, path: string): Identified {
    const url = displayPath(path, options.cwd);
    const identity = asIdentity(`file:${path}`);
    const key = options.target.keyOf(reference.raw);
    if (key === undefined) return { kind: 'missing', identity, url, path };
    return { kind: 'target', identity, url, key, source: { kind: 'file', path }, name: stem(path) };
  }
}

function identifyRemote(url: string, options: IdentifyOptions): Identified {
  const { host } = new URL(url);
  const identity = asIdentity(url);
  const name = stem(decodeURIComponentSafely(new URL(url).pathname));
  const source: AssetSource = { kind: 'remote', url };
  const atTarget = options.target.keyOf(url);
  if (atTarget !== undefined) return { kind: 'target', identity, url, key: atTarget, source, name };
  if (options.skipHosts.includes(host)) return { kind: 'skipped', identity, url, reason: 'host-skipped' };
  if (options.hosts.length > 0 && !options.hosts.includes(host)) {
    return { kind: 'skipped', identity, url, reason: 'host-not-chosen' };
  }
  for (const store of options.stores) {
    const key = store.keyOf(url);
    if (key === undefined) continue;
    return {
      kind: 'image',
      identity: asIdentity(`store:${store.id}/${key}`),
      url,
      source: { kind: 'store', store: store.id, key },
      name,
    };
  }
  return { kind: 'image', identity, url, source, name };
}

/** The key of a file below a folder; undefined for what stands elsewhere. */
function keyBelow(folder: string, path: string): ObjectKey | undefined {
  const below = relative(folder, path);
  if (below === '' || below.startsWith('..')) return undefined;
  return asObjectKey(below.split(sep).join('/'));
}

/** Relative to the working directory, with `/`. */
function displayPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/') || '.';
}

function existing(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // not made yet: nothing can be under it
  }
}

const asIdentity = (text: string): Identity => text as Identity;

const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, '') || 'image';

const shorten = (raw: string): string => (raw.length > 80 ? `${raw.slice(0, 77)}…` : raw);

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // percent signs that encode no UTF-8 stay as they are
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
