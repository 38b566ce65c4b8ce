import type { ImageReference } from '../../core/image-reference.js';
import { type NewAddress, planEdits } from '../../rewrite/plan-edits.js';
import type { PostAddresses } from '../address-in-post.js';
import type { PostToWrite } from '../post-to-write.js';
import type { Finding } from './prove-repair.js';
import type { Survey } from './survey-posts.js';

/** Each post with the edits that bring its references to what was proved; none where nothing was. */
export async function planRepairs(
  { posts }: Survey,
  findings: readonly Finding[],
  addresses: PostAddresses,
): Promise<readonly PostToWrite[]> {
  const planned = new Map<ImageReference, NewAddress>();
  for (const finding of findings) {
    if (!('repair' in finding)) continue;
    const { destination } = finding.repair;
    const { identity } = finding.damage.image;
    for (const { post, reference } of finding.damage.occurrences) {
      const address = await addresses.addressFor(reference, post, destination);
      if (address === undefined) continue;
      const isRespelled = destination.kind === 'spelling';
      planned.set(reference, { identity, address, ...(isRespelled ? { keepsForm: true } : {}) });
    }
  }
  return posts.map(({ file, path, digest, site, isBeside, references, links }) => {
    const edits = planEdits([...references, ...links], (reference) => planned.get(reference));
    return { file, path, digest, site, isBeside, edits };
  });
}
