import type { AssetOutcome } from '../../core/asset.js';
import type { ObjectStore } from '../../core/storage.js';
import { planEdits } from '../../rewrite/plan-edits.js';
import { asIdentity } from '../image-identity.js';
import type { ScannedPost } from '../migrate/group-images.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';

/** Keys of a store that posts name. */
export function keysNamedIn(posts: readonly ScannedPost[], store: ObjectStore): ReadonlySet<string> {
  const keys = posts.flatMap(({ references, links }) =>
    [...references, ...links].flatMap(({ target }) =>
      target.kind === 'remote' ? (store.keyOf(target.url) ?? []) : [],
    ),
  );
  return new Set(keys);
}

/** Each post with the edits that bring addresses of the source to those of the target, for objects that are there. */
export function planObjectEdits(
  posts: readonly ScannedPost[],
  { source, target }: { readonly source: ObjectStore; readonly target: ObjectStore },
  draft: OutcomeDraft,
): readonly PostToWrite[] {
  return posts.map(({ file, path, digest, site, isBeside, references, links }) => {
    const edits = planEdits([...references, ...links], ({ target: place }) => {
      if (place.kind !== 'remote') return undefined;
      const key = source.keyOf(place.url);
      if (key === undefined) return undefined;
      const identity = asIdentity(`store:${source.id}/${key}`);
      const address = target.publicUrl(key);
      const hasArrived = isThere(draft.images.get(identity));
      return hasArrived && address !== undefined
        ? { identity, address: address + new URL(place.url).search }
        : undefined;
    });
    return { file, path, digest, site, isBeside, edits };
  });
}

const isThere = (outcome: AssetOutcome | undefined): boolean =>
  outcome !== undefined && outcome.state !== 'failed' && outcome.state !== 'skipped';
