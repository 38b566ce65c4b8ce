import type { ErrorReport } from '../../core/errors.js';
import type { FetchedImage, ImageContent, PreparedImage } from '../../core/stage.js';
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

/** A picture that came through a channel, where a buffer becomes a plain array of bytes. */
export function fromChannel<Image extends { readonly content: ImageContent }>(image: Image): Image {
  const { content } = image;
  if (!ArrayBuffer.isView(content)) return image;
  return { ...image, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength) };
}
