import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ImgferryError } from '../../core/errors.js';
import { sniffFormat } from '../../core/image-format.js';
import { isProxyFailure } from '../../core/proxy-failure.js';
import { discardBody } from '../../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../../net/http-client.js';
import type { EdgeAnswer, NoAnswer, WholeAnswer } from './edge-facts.js';

/** Takes bytes in the way that a store sums them. */
export interface RunningSum {
  update(bytes: Uint8Array): unknown;
  end(): string;
}

export interface EdgeQuestion {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers: Readonly<Record<string, string>>;
  /** Redirects that are followed; none by default. */
  readonly follow?: number;
}

/**
 * Asks an edge, counts what it costs, and makes of whatever happens an answer.
 *
 * @throws ImgferryError CDN_UNREACHABLE {host, proxy, found} where a proxy kept it from being asked
 */
export interface EdgeAsker {
  /** Its headers alone. */
  ask(question: EdgeQuestion): Promise<EdgeAnswer | NoAnswer>;
  /** Its body too, digested as it comes; nothing of it is kept but its beginning. */
  askWhole(question: EdgeQuestion, sum?: RunningSum): Promise<WholeAnswer | NoAnswer>;
  readonly costs: { readonly requests: number; readonly bytes: number };
}

export interface EdgeAskerOptions {
  readonly client: HttpClient;
  readonly signal: AbortSignal;
  /** Bytes of one body at most. */
  readonly maxBytes: number;
}

/** Enough to tell a format. */
const beginning = 4096;

export function createEdgeAsker({ client, signal, maxBytes }: EdgeAskerOptions): EdgeAsker {
  const costs = { requests: 0, bytes: 0 };

  async function send(question: EdgeQuestion): Promise<{ response: HttpResponse; firstByte: number }> {
    const started = performance.now();
    const response = await client.request({ ...question, signal, onRedirect: () => void countRequest() });
    return { response, firstByte: Math.round(performance.now() - started) };
  }

  const countRequest = (): void => {
    costs.requests += 1;
  };

  async function answering<Answer>(work: () => Promise<Answer>): Promise<Answer | NoAnswer> {
    countRequest();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof ImgferryError) || error.scope === 'run') throw error;
      const { host, proxy, reason, hint } = error.facts;
      if (isProxyFailure(error))
        throw new ImgferryError('CDN_UNREACHABLE', { host, proxy, found: reason }, { cause: error });
      const told = reason ?? hint;
      return { error: error.code, ...(told === undefined ? {} : { reason: String(told) }) };
    }
  }

  async function readBody(body: Readable, sum: RunningSum | undefined) {
    const [sha256, md5] = [createHash('sha256'), createHash('md5')];
    let head = Buffer.alloc(0);
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (const one of [sha256, md5, sum]) one?.update(chunk);
      if (head.length < beginning) head = Buffer.concat([head, chunk.subarray(0, beginning - head.length)]);
      size += chunk.length;
      costs.bytes += chunk.length;
      if (size > maxBytes) throw new ImgferryError('TOO_LARGE', { expected: maxBytes });
    }
    return { size, sha256: sha256.digest('hex'), md5: md5.digest('hex'), format: sniffFormat(head), sum: sum?.end() };
  }

  return {
    costs,
    ask: (question) =>
      answering(async () => {
        const { response, firstByte } = await send(question);
        discardBody(response.body);
        return { status: response.status, headers: response.headers, firstByte };
      }),
    askWhole: (question, sum) =>
      answering(async () => {
        const { response, firstByte } = await send(question);
        const { status, headers } = response;
        return { status, headers, firstByte, ...(await readBody(response.body, sum)) };
      }),
  };
}
