import { createDocumentFilter } from '../../../scan/discover/find-documents.js';
import { scanListed } from '../../../scan/scan-documents.js';
import type { UseCaseContext } from '../../context.js';
import { postPaths, scan, scanOptions } from '../../scan.js';
import type { Changes } from './changes.js';
import { type GatheredImages, gatherImages } from './gather-images.js';
import type { IgnoredAt } from './ignore-rules.js';
import { selectChanged } from './select-changed.js';

/**
 * The images of the posts; where only changes count, of those that changed or whose images did. Where only posts
 * changed, no other is read.
 *
 * @throws ImgferryError PATH_NOT_FOUND, NO_POSTS_FOUND
 */
export async function gatherPosts(
  changes: Changes | undefined,
  ignoredAt: IgnoredAt,
  context: UseCaseContext,
): Promise<GatheredImages> {
  const { cwd, settings } = context;
  const options = { cwd, ignoredAt, missingAlt: settings.missingAlt };
  if (!changes) return gatherImages(scan(context, { links: false }), options);
  const { files, has, read } = changes;
  const scanning = { ...scanOptions(context), links: false, read };
  const isPost = createDocumentFilter(postPaths(context), scanning);
  const posts = [...files].filter(isPost);
  if (posts.length < files.size) {
    return selectChanged(await gatherImages(scan(context, { links: false, read }), options), changes, cwd);
  }
  return gatherImages(scanListed(posts.filter(has).sort(), scanning), options);
}
