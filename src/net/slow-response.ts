import { pipeline, Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpResponse } from './http-client.js';

/**
 * An answer whose body comes no faster than it may.
 *
 * @param take room for so many bytes; how long to wait for it, in ms
 */
export function slowResponse(
  response: HttpResponse,
  signal: AbortSignal,
  take: (bytes: number) => number | Promise<number>,
): HttpResponse {
  const pass = async (chunk: Buffer): Promise<Buffer> => {
    const ms = await take(chunk.length);
    if (ms >= 1) await wait(ms, undefined, { signal });
    return chunk;
  };
  const body = new Transform({
    transform(chunk: Buffer, _, done) {
      pass(chunk).then((passed) => done(null, passed), done);
    },
  });
  pipeline(response.body, body, () => undefined); // a failure is the body's, for who reads it
  return { ...response, body };
}
