import { resolve, sep } from 'node:path';
import { fileOf, type ImageReference } from '../../core/image-reference.js';
import type { ObjectStore } from '../../core/storage.js';
import { splitProcessing } from '../migrate/processing-suffix.js';

/** A store, and the folder that it is where it is one. */
export interface NamedStore {
  readonly store: Pick<ObjectStore, 'keyOf'>;
  readonly folder: string | undefined;
}

/** The object that a reference shows; of an address that asks for processing, the original. */
export function keyNamed(reference: ImageReference, place: NamedStore): string | undefined {
  const { target } = reference;
  if (target.kind !== 'remote') return keyOfFile(reference, place);
  return place.store.keyOf(splitProcessing(target.url)?.original ?? target.url);
}

/** The object that a path in a post leads to: a file of the folder, or below the base that its files are published at. */
export function keyOfFile({ target, raw }: ImageReference, { store, folder }: NamedStore): string | undefined {
  const file = fileOf(target);
  if (file === undefined) return undefined;
  const path = resolve(file.path);
  if (folder !== undefined && path.startsWith(folder + sep))
    return path
      .slice(folder.length + 1)
      .split(sep)
      .join('/');
  return file.exists ? undefined : store.keyOf(raw);
}
