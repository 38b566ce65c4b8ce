import { join, resolve } from 'node:path';
import type { AssetSource } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import type { Ledger } from '../../core/ledger.js';
import type { StoreBases } from '../redirects/known-bases.js';

/** Bytes of a picture, and where they may be at hand. */
export interface PictureSource {
  /** Undefined: nobody here has read them; the size must do. */
  readonly digest: Digest | undefined;
  readonly size: number | undefined;
  /** Absolute paths, the likeliest first. */
  readonly paths: readonly string[];
  /** Where they can be fetched from; undefined for files. */
  readonly remote?: AssetSource;
}

/** What places are told by. */
export interface Surroundings {
  readonly ledger: Ledger;
  readonly cwd: string;
  readonly basesOf: (store: string) => StoreBases | undefined;
}

export type PicturePlace = Pick<PictureSource, 'paths' | 'remote'>;

/** An object: a file where its store is a folder. */
export function objectPlace(store: string, key: string, { basesOf, cwd }: Surroundings): PicturePlace {
  const settings = basesOf(store)?.settings;
  return settings?.kind === 'file'
    ? { paths: [join(resolve(cwd, settings.folder), ...key.split('/'))] }
    : { paths: [], remote: { kind: 'store', store, key } };
}

/** A place in the ledger: a file's, or an object's in a store. */
export function recordedPlace(store: string | undefined, place: string, surroundings: Surroundings): PicturePlace {
  return store === undefined
    ? { paths: [resolve(surroundings.ledger.root, place)] }
    : objectPlace(store, place, surroundings);
}

/** Bytes that are known, where they are or still in the spool. */
export function pictureOf(
  { digest, size }: { readonly digest?: Digest; readonly size?: number },
  { paths, remote }: PicturePlace,
  { ledger }: Surroundings,
): PictureSource {
  const spooled = digest === undefined ? [] : [join(ledger.folder, 'spool', digest)];
  return { digest, size, paths: [...paths, ...spooled], ...(remote === undefined ? {} : { remote }) };
}
