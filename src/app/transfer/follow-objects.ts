import type { AssetOutcome } from '../../core/asset.js';
import type { ObjectStore } from '../../core/storage.js';
import { planEdits } from '../../rewrite/plan-edits.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { scanAllPosts } from '../migrate/scan-posts.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';

/** Each post with the edits that bring addresses of the source to those of the target, for objects that are there. */
export async function planObjectEdits(
  source: ObjectStore,
  target: ObjectStore,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<readonly PostToWrite[]> {
  const posts = await scanAllPosts(draft, context);
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
