import type { Digest } from './digest.js';
import type { ImageFormat } from './image-format.js';
import type { Verdict } from './verdict.js';

/** What was seen of one image, in full; plain JSON, what the ledger keeps of a check. */
export interface ImageLook {
  readonly verdict: Verdict;
  /** Of its bytes, where all of them were read. */
  readonly digest?: Digest;
  /** Of its file, or announced by its server. */
  readonly bytes?: number;
  readonly format?: ImageFormat;
  /** Pixels, as oriented; absent where the format has no size of its own or the header can't be read. */
  readonly width?: number;
  readonly height?: number;
  /** To ask next time whether it changed (RFC 9110, 13.1). */
  readonly validators?: Validators;
}

export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}
