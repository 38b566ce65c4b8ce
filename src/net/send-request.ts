import { setMaxListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable | undefined;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  /** The connection stays after a HEAD, too: undici closes it else, as some servers send a body where none may be. */
  readonly keepsConnection: boolean;
  readonly signal: AbortSignal;
}

export interface IncomingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** Set once the headers arrived. */
export interface BodyProgress {
  readonly expected: number | undefined;
  readonly found: number;
}

/**
 * Sends one request and gives its response with the body still coming. Unlike undici's own `request`, every error of the
 * body goes through `toError` too, and an aborted call returns at once even while it waits for a connection.
 *
 * @param toError makes our error of undici's
 */
export function sendRequest(
  dispatcher: Dispatcher,
  request: OutgoingRequest,
  toError: (error: unknown, body?: BodyProgress) => unknown,
): Promise<IncomingResponse> {
  const { url, signal } = request;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const handler = createReceiver(signal, toError, resolve, reject);
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { ...request.headers },
        body: request.body ?? null,
        headersTimeout: request.headersTimeout,
        bodyTimeout: request.bodyTimeout,
        ...(request.method === 'HEAD' && request.keepsConnection ? { reset: false } : {}),
      },
      handler,
    );
  });
}

function createReceiver(
  signal: AbortSignal,
  toError: (error: unknown, body?: BodyProgress) => unknown,
  resolve: (response: IncomingResponse) => void,
  reject: (error: unknown) => void,
): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  let body: Readable | undefined;
  let expected: number | undefined;
  let found = 0;
  let isOver = false;

  function fail(error: unknown): void {
    if (isOver) return;
    finish();
    if (body) body.destroy(asError(error));
    else reject(error);
  }
  function finish(): void {
    isOver = true;
    signal.removeEventListener('abort', abort);
  }
  function abort(): void {
    fail(signal.reason);
    controller?.abort(asError(signal.reason));
  }
  setMaxListeners(0, signal); // a run's signal ends hundreds of requests: no leak
  signal.addEventListener('abort', abort);

  return {
    onRequestStart(started) {
      controller = started;
      if (isOver) started.abort(asError(signal.reason)); // aborted while it waited for a connection
    },
    onResponseStart(_, status, rawHeaders) {
      if (status < 200 || isOver) return; // 1xx: the answer is still to come
      const headers = foldHeaders(rawHeaders);
      expected = /^\d+$/.test(headers['content-length'] ?? '') ? Number(headers['content-length']) : undefined;
      body = createBody({
        more: () => controller?.resume(),
        abandon(reason) {
          if (isOver) return;
          finish();
          controller?.abort(reason ?? new Error('the response was not read to its end'));
        },
      });
      resolve({ status, headers, body });
    },
    onResponseData(_, chunk) {
      if (isOver || !body) return;
      found += chunk.length;
      if (!body.push(chunk)) controller?.pause();
    },
    onResponseEnd() {
      if (isOver) return;
      finish();
      body?.push(null);
    },
    onResponseError(_, error) {
      fail(toError(error, body ? { expected, found } : undefined));
    },
  };
}

interface BodySource {
  more(): void;
  /** Nobody reads on. */
  abandon(reason: Error | null): void;
}

const bufferedBytes = 64 * 1024;

function createBody(source: BodySource): Readable {
  const body = new Readable({
    highWaterMark: bufferedBytes,
    read: () => source.more(),
    destroy(error, callback) {
      source.abandon(error);
      callback(error);
    },
  });
  // A body that fails before anyone reads it keeps its error for who does; unread, it must not end the process.
  return body.on('error', () => undefined);
}

/** Headers that may stand once: of several the first counts, but of types the last (Fetch, extract a MIME type). */
const single = new Set(['content-length', 'location', 'retry-after', 'etag', 'last-modified']);

function foldHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const values = Array.isArray(value) ? value : [value];
    if (name === 'content-type') headers[name] = values.at(-1) ?? '';
    else headers[name] = single.has(name) ? (values[0] ?? '') : values.join(', ');
  }
  return headers;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}
