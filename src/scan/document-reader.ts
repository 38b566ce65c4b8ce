import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeDocument, readText } from './read-document.js';

/** Gives a document's text; a byte order mark stays. */
export type ReadDocument = (path: string, options: { readonly signal?: AbortSignal }) => Promise<string>;

/** A file that took longer than this, in ms, came from a slow disk. */
const slowRead = 5;

/** After a slow read, this many documents are read through the thread pool before the direct way is tried again. */
const patience = 32;

/**
 * Reads many documents. What the system has in memory, as the posts of a site mostly are, is read directly into one
 * buffer: through the thread pool, each would take several times as long. Where the disk makes us wait, the pool is
 * used, so that many reads wait at once.
 */
export function createDocumentReader(): ReadDocument {
  let buffer = Buffer.allocUnsafe(1 << 18);
  let pooled = 0;
  return async (path, options) => {
    options.signal?.throwIfAborted();
    if (pooled > 0) {
      pooled -= 1;
      return readText(path, options);
    }
    const startedAt = performance.now();
    const size = readDirectly(path, (wanted) => {
      if (wanted > buffer.length) buffer = Buffer.allocUnsafe(wanted * 2);
      return buffer;
    });
    if (performance.now() - startedAt > slowRead) pooled = patience;
    return size === undefined ? readText(path, options) : decodeDocument(path, buffer.subarray(0, size));
  };
}

/**
 * @returns the number of bytes; undefined where they must be read the usual way: no regular file, one that changes
 * while it is read, or one that can't be opened, which the usual way reports
 */
function readDirectly(path: string, bufferFor: (size: number) => Buffer): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > largestDirectRead) return undefined;
    const buffer = bufferFor(stats.size + 1);
    const size = readSync(descriptor, buffer, 0, stats.size + 1, 0);
    return size === stats.size ? size : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Bytes; posts are smaller, and what is larger keeps the loop for too long. */
const largestDirectRead = 1 << 22;
