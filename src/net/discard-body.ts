import type { Readable } from 'node:stream';

/** What is read to save a connection, in bytes and ms; more costs more than connecting anew. */
const worthReading = { bytes: 64 * 1024, time: 2000 };

/** Gets rid of a response's body that nobody wants: a short one is read so that its connection serves again. */
export function discardBody(body: Readable): void {
  let read = 0;
  const timer = setTimeout(() => body.destroy(), worthReading.time).unref();
  body.once('close', () => clearTimeout(timer));
  body.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > worthReading.bytes) body.destroy();
  });
}
