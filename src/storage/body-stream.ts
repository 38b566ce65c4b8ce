import { createReadStream, type ReadStream } from 'node:fs';
import type { BodyPart, ObjectBody } from '../core/storage.js';

/** What a body's bytes are read from. */
export type BodyContent = BodyPart['content'] | ObjectBody['content'];

/** Opens a body's bytes for one reading; a file's stream is the reader's to destroy. */
export function openContent(
  content: BodyContent,
  options: { readonly highWaterMark?: number } = {},
): Buffer | ReadStream {
  if (Buffer.isBuffer(content)) return content;
  const range = 'end' in content ? { start: content.start, end: content.end - 1 } : {};
  return createReadStream(content.path, { ...range, ...options });
}

/** The bytes from `start` up to, not including, `end`. */
export function partOf({ content }: ObjectBody, start: number, end: number): BodyPart {
  const size = end - start;
  return {
    size,
    content: Buffer.isBuffer(content) ? content.subarray(start, end) : { path: content.path, start, end },
  };
}
