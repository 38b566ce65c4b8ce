import type { PlannedPost } from '../core/plan.js';
import type { Site } from '../scan/resolve/site.js';

/** A post with the edits that are to be made in it. */
export interface PostToWrite extends PlannedPost {
  /** Absolute. */
  readonly path: string;
  /** Whose rules it is read by. */
  readonly site: Site;
  /** A file of the site that is no post: named only where it is edited. */
  readonly isBeside?: boolean;
}
