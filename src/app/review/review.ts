import type { ImageChoice } from '../../core/asset.js';
import type { ErrorReport } from '../../core/errors.js';
import type { PostOutcome } from '../../core/outcome.js';
import type { Plan } from '../../core/plan.js';
import type { ReportedImage, Thumbnail } from '../../core/run-report.js';

/** One image of a plan, as a person decides on it. */
export interface ReviewedImage {
  readonly image: ReportedImage;
  readonly reason?: string;
  readonly error?: ErrorReport;
  /** Undefined: nothing is to be decided of it. */
  readonly choice?: ImageChoice & { readonly isTaken: boolean };
}

/** One post of a plan, with what would change in it by now. */
export interface ReviewedPost {
  readonly diff: string;
  /** As it looks before and after; markup without scripts and without anything from the net. */
  readonly before: string;
  readonly after: string;
}

export interface Pictures {
  readonly before?: Thumbnail;
  readonly after?: Thumbnail;
}

/** A migration that is prepared and waits for a person. Images and posts are named by their place in the lists. */
export interface Review {
  images(): readonly ReviewedImage[];
  /** Posts with how many links would change by now. */
  posts(): readonly { readonly file: string; readonly edits: number }[];
  /** Posts that could not be read. */
  leftAlone(): readonly PostOutcome[];
  take(images: readonly number[], isTaken: boolean): void;
  /**
   * Prepares one image again, another way; what it was stays where that is refused.
   *
   * @throws ImgferryError KEY_INVALID {key, found}, USAGE_INVALID, and what preparing an image throws
   */
  choose(image: number, choice: ImageChoice): Promise<void>;
  pictures(image: number): Promise<Pictures>;
  /** @throws ImgferryError DOCUMENT_CHANGED, DOCUMENT_UNREADABLE */
  post(post: number): Promise<ReviewedPost>;
  /** Posts that are not any more what the plan was made for. */
  changedPosts(): Promise<readonly string[]>;
  plan(): Plan;
}
