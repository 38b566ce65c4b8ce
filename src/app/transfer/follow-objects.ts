import { dirname } from 'node:path';
import type { AssetOutcome } from '../../core/asset.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { ImageReference } from '../../core/image-reference.js';
import { isObjectKey, type ObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import { planEdits } from '../../rewrite/plan-edits.js';
import type { StoreSettings } from '../../storage/store-settings.js';
import { asIdentity } from '../image-identity.js';
import type { ScannedPost } from '../migrate/group-images.js';
import { pathFrom } from '../migrate/plan-post-edits.js';
import { splitProcessing } from '../migrate/processing-suffix.js';
import { keyOfFile } from '../objects/key-named.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';
import { folderOf, relativeTo, servesProcessing } from '../target.js';
import { withoutSignature } from './without-signature.js';

/** A store, and how it was named. */
export interface FollowedStore {
  readonly store: ObjectStore;
  readonly settings: StoreSettings;
}

/** Keys of a store that posts name. */
export function keysNamedIn(posts: readonly ScannedPost[], source: FollowedStore): ReadonlySet<string> {
  const keys = posts.flatMap(({ references, links }) =>
    [...references, ...links].flatMap((reference) => keyOf(reference, source) ?? []),
  );
  return new Set(keys);
}

export interface FollowOptions {
  readonly source: FollowedStore;
  readonly target: FollowedStore;
  /** What becomes of an address that asks for processing; undefined: it moves where the target serves that. */
  readonly processed: 'original' | 'keep' | 'bake' | undefined;
}

/** Each post with the edits that bring addresses of the source to those of the target, for objects that are there. */
export function planObjectEdits(
  posts: readonly ScannedPost[],
  { source, target, processed }: FollowOptions,
  draft: OutcomeDraft,
): readonly PostToWrite[] {
  const folder = relativeTo(target.settings);
  const keeps = processed ?? (servesProcessing(target.settings) ? 'keep' : 'bake');
  return posts.map(({ file, path, digest, site, isBeside, references, links }) => {
    const edits = planEdits([...references, ...links], (reference) => {
      const key = keyOf(reference, source);
      const query = queryOf(reference, keeps);
      if (key === undefined || query === undefined) return undefined;
      const identity = asIdentity(`store:${source.store.id}/${key}`);
      if (!isThere(draft.images.get(identity))) return undefined;
      const address = folder === undefined ? target.store.publicUrl(key) : pathFrom(dirname(path), folder, key);
      return address === undefined ? undefined : { identity, address: address + query };
    });
    return { file, path, digest, site, isBeside, edits };
  });
}

/** The object that a reference names by an address of its store, or an image by its file: a link to a page stays one. */
function keyOf(reference: ImageReference, { store, settings }: FollowedStore): ObjectKey | undefined {
  const { target, role } = reference;
  if (target.kind === 'remote') return store.keyOf(target.url);
  if (target.kind !== 'file' || (role === 'link' && !hasImageExtension(target.path))) return undefined;
  const key = keyOfFile(reference, { store, folder: folderOf(settings) });
  return key !== undefined && isObjectKey(key) ? key : undefined;
}

/** What the new address gets at its end; undefined where the reference stays, since the target can't serve the same. */
function queryOf({ target }: ImageReference, processed: 'original' | 'keep' | 'bake'): string | undefined {
  if (target.kind !== 'remote') return '';
  const { search } = new URL(target.url);
  if (search === '') return '';
  const query = withoutSignature(search);
  const isProcessed = splitProcessing(`https://store.invalid/${query}`) !== undefined;
  if (!isProcessed || processed === 'keep') return query;
  return processed === 'original' ? '' : undefined;
}

const isThere = (outcome: AssetOutcome | undefined): boolean =>
  outcome !== undefined && outcome.state !== 'failed' && outcome.state !== 'skipped';
