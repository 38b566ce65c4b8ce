import type { Digest } from './digest.js';
import type { ImageFormat } from './image-format.js';

/**
 * One step on an asset's way. Does its work once and throws; retries, ledger, events and time limits are added around
 * it in one place.
 */
export interface Stage<Input, Output> {
  readonly name: string;
  /** Changes with every setting, and every library version, that changes its result. */
  readonly fingerprint: string;
  run(input: Input, options: { readonly signal: AbortSignal }): Promise<Output>;
}

/** Bytes in memory, or a file that has them. */
export type ImageContent = Buffer | { readonly path: string };

/** Bytes that arrived: short ones in memory, long ones in the spool; a local file's stay where they are. */
export interface FetchedImage {
  readonly digest: Digest;
  readonly size: number;
  readonly content: ImageContent;
  /** The spool holds the file for whoever fetched it, until it is released. */
  readonly isSpooled?: true;
  /** As the server named it, if it did. */
  readonly contentType?: string;
}

/** Bytes that are ready to be stored: encoded, or the original ones. */
export interface PreparedImage {
  readonly digest: Digest;
  readonly size: number;
  readonly content: ImageContent;
  readonly format: ImageFormat;
  /** Pixels, as oriented; 0 where the format has no size of its own (SVG). */
  readonly width: number;
  readonly height: number;
  /** `encoded`, or why the bytes are the original ones. */
  readonly reason: string;
}
