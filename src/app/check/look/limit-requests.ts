import { once } from 'node:events';
import type { Limiter } from '../../../lib/limiter.js';
import type { HttpClient, HttpResponse } from '../../../net/http-client.js';

/** A client whose requests take a place of a limit each, from when they are sent until their body is over. */
export function limitRequests(client: HttpClient, limit: Limiter): HttpClient {
  return {
    ...client,
    request: (request) =>
      new Promise<HttpResponse>((resolve, reject) => {
        const converse = async (): Promise<void> => {
          request.signal.throwIfAborted();
          const response = await client.request(request);
          const isOver = response.body.closed ? undefined : untilClosed(response);
          resolve(response);
          await isOver;
        };
        limit(converse).catch(reject);
      }),
  };
}

/** A body that fails is over too; who reads it has its error. */
async function untilClosed({ body }: HttpResponse): Promise<void> {
  await once(body, 'close').catch(() => undefined);
}
