import type { ErrorReport } from '../../core/errors.js';
import type { FetchedImage, PreparedImage } from '../../core/stage.js';
import type { EncodingPolicy } from '../../optimize/encoding-policy.js';

/** What a process is asked to prepare. */
export interface PrepareTask {
  readonly image: FetchedImage;
  readonly policy: EncodingPolicy;
}

export type PrepareAnswer =
  | { readonly kind: 'prepared'; readonly image: PreparedImage }
  /** The picture is to blame. */
  | { readonly kind: 'refused'; readonly error: ErrorReport }
  /** A bug. */
  | { readonly kind: 'failed'; readonly error: unknown };
