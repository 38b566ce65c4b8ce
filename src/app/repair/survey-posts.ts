import type { Identity } from '../../core/asset.js';
import type { ImageReference } from '../../core/image-reference.js';
import { type GatheredImages, gatherImages } from '../check/gather/gather-images.js';
import type { IgnoredAt } from '../check/gather/ignore-rules.js';
import { imageOf } from '../check/gather/image-to-check.js';
import type { UseCaseContext } from '../context.js';
import type { ScannedPost } from '../migrate/group-images.js';
import { scanInto } from '../migrate/scan-posts.js';
import type { OutcomeDraft } from '../outcome-draft.js';

/** The posts, and the images that they show, each once. */
export interface Survey {
  readonly posts: readonly ScannedPost[];
  readonly gathered: GatheredImages;
  /** The image that a reference, or a link, names; undefined where there is nothing to judge. */
  identityOf(reference: ImageReference): Identity | undefined;
}

/** Reads the posts once, for a check of their images and for edits. */
export async function surveyPosts(ignoredAt: IgnoredAt, draft: OutcomeDraft, context: UseCaseContext): Promise<Survey> {
  const { cwd } = context;
  const posts: ScannedPost[] = [];
  const gathered = await gatherImages(scanInto(posts, draft, context), { cwd, ignoredAt, missingAlt: false });
  const nowhere = { cwd, candidates: () => [] };
  return { posts, gathered, identityOf: (reference) => imageOf(reference, nowhere)?.identity };
}
