import type { Identity } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { PlannedAsset } from '../../core/plan.js';
import type { Thumbnail } from '../../core/run-report.js';
import { applyEdits } from '../../rewrite/apply-edits.js';
import { pictureAddress, picturesNamed } from '../../rewrite/preview/picture-addresses.js';
import { loadPreview } from '../../rewrite/preview/render-preview.js';
import { unifiedDiff } from '../../rewrite/unified-diff.js';
import { readDocument } from '../../scan/read-document.js';
import type { PreparedMigration } from '../migrate/migrate.js';
import type { Arrival } from '../migrate/plan-post-edits.js';
import type { PostToWrite } from '../post-to-write.js';
import type { ReviewPictures } from './open-pictures.js';
import type { Pictures, ReviewedPost } from './review.js';

export interface PostViewParts {
  readonly postsWith: PreparedMigration['postsWith'];
  readonly arrivals: () => ReadonlyMap<Identity, Arrival>;
  /** Changes as a person decides. */
  readonly assets: readonly PlannedAsset[];
  readonly isLeft: (identity: Identity) => boolean;
  readonly pictures: ReviewPictures;
}

/** Shows a post before and after: its diff, and both as they look. */
export async function createPostView(parts: PostViewParts): Promise<(post: PostToWrite) => Promise<ReviewedPost>> {
  const { postsWith, arrivals, assets, isLeft, pictures } = parts;
  const render = await loadPreview();

  return async ({ file, path, digest }) => {
    const { text, digest: found } = await readDocument(path);
    if (found !== digest) throw new ImgferryError('DOCUMENT_CHANGED', { file, expected: digest, found });
    const [planned] = postsWith(arrivals(), file);
    const diff = unifiedDiff({ file, before: text, after: applyEdits(text, planned?.edits ?? []) });
    const standIns = new Map<Identity, Arrival>(
      assets.map(({ identity }, at) => [identity, { state: 'planned', publicUrl: pictureAddress(at) }]),
    );
    const [marked] = postsWith(standIns, file);
    const shown = applyEdits(text, marked?.edits ?? []);
    const pairs = new Map<number, Pictures>();
    for (const at of new Set(picturesNamed(shown))) {
      const asset = assets[at];
      if (asset) pairs.set(at, await pictures.of(asset));
    }
    const before = (at: number) => inPage(pairs.get(at)?.before ?? pairs.get(at)?.after);
    const after = (at: number) => {
      const asset = assets[at];
      return asset && isLeft(asset.identity) ? before(at) : inPage(pairs.get(at)?.after);
    };
    return { diff, before: render(shown, before), after: render(shown, after) };
  };
}

function inPage(picture: Thumbnail | undefined) {
  if (!picture) return undefined;
  return { src: `data:image/webp;base64,${Buffer.from(picture.webp).toString('base64')}`, width: picture.width };
}
