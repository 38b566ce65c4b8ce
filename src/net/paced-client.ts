import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpClient, HttpRequest } from './http-client.js';
import { createByteMeter, createRequestPace, type Pace } from './pace.js';
import { slowResponse } from './slow-response.js';

/**
 * Sends no faster than it may: so many requests and bytes a second at most, and where a server says that it is too much
 * (429, 503) half as fast as until then, then faster again little by little.
 */
export function paceClient(client: HttpClient, limits: Pace, now: () => number = () => performance.now()): HttpClient {
  const requests = createRequestPace(limits.requestsPerSecond, now);
  const bytes = limits.bytesPerSecond === undefined ? undefined : createByteMeter(limits.bytesPerSecond, now);

  const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (ms >= 1) await wait(ms, undefined, { signal });
  };

  async function* metered(
    body: AsyncIterable<Buffer> | readonly Buffer[],
    signal: AbortSignal,
  ): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        await pause(bytes?.take(piece.length) ?? 0, signal);
        yield piece;
      }
    }
  }

  function meteredBody({ body, signal }: HttpRequest): Pick<HttpRequest, 'body'> {
    if (body === undefined || bytes === undefined) return body === undefined ? {} : { body };
    return {
      body: Readable.from(
        metered(typeof body === 'string' ? [Buffer.from(body)] : Buffer.isBuffer(body) ? [body] : body, signal),
      ),
    };
  }

  return {
    ...client,
    async request(request) {
      await pause(requests.turn(), request.signal);
      const response = await client.request({ ...request, ...meteredBody(request) });
      if (response.status === 429 || response.status === 503) requests.slowDown();
      return bytes === undefined ? response : slowResponse(response, request.signal, (size) => bytes.take(size));
    },
  };
}

const pieceBytes = 16 * 1024;
