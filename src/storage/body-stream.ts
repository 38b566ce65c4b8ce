import { createReadStream, type ReadStream } from 'node:fs';
import type { BodyPart, ObjectBody } from '../core/storage.js';

/** What a body's bytes are read from. */
export type BodyContent = BodyPart['content'] | ObjectBody['content'];

/** A body whose bytes are in a file. */
export type FileContent = Exclude<BodyContent, Buffer>;

/** Opens a body's bytes for one reading; a file's stream is the reader's to destroy. */
export const openContent = (content: BodyContent): Buffer | ReadStream =>
  Buffer.isBuffer(content) ? content : openFileContent(content);

export function openFileContent(content: FileContent, options: { readonly highWaterMark?: number } = {}): ReadStream {
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
