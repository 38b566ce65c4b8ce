import type { ImageFormat } from '../core/image-format.js';
import type { ContentKind } from './content/judge-content.js';

/** What a person asked for. */
export interface EncodingPolicy {
  readonly optimize: 'off' | 'lossless' | 'auto';
  readonly imageFormat: 'keep' | 'auto' | 'webp' | 'avif' | 'jpeg' | 'png';
  /** 1 to 100: one fixed quality for every lossy result, whose score is not asked for. */
  readonly quality?: number;
  /** `fast` measures nothing and takes qualities that are safe without a look. */
  readonly effort: 'fast' | 'balanced' | 'smallest';
  /** SSIMULACRA 2 score that a lossy result must reach. */
  readonly target: number;
  /** What `auto` may choose; empty: everything. A format that is asked for by name needs no leave. */
  readonly allowFormats: readonly ImageFormat[];
  /** Pixels, as oriented; a larger picture is scaled down. */
  readonly maxWidth?: number;
  readonly maxHeight?: number;
  /** Where the result is larger, it is scaled down until it fits. */
  readonly maxImageBytes?: number;
  /** What a result says of its origin: who made it, all that the source says (the place too), or nothing. */
  readonly metadata: 'copyright' | 'all' | 'none';
}

/** What is known of a picture beside its headers. */
export interface Surroundings {
  /** What its pixels show; undefined where nobody looked. */
  readonly content?: ContentKind | undefined;
  /** Shown by other sites beside a link (`og:image`, a cover): many of them have no AVIF. */
  readonly isShareCard?: boolean;
  /** Its colour profile is one that decoders can't use or differ about. */
  readonly hasOddProfile?: boolean;
  /** It is to be scaled down, so that its pixels are new ones anyway. */
  readonly isScaled?: boolean;
}
