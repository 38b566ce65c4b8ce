import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { drawPicture, type PictureRequest } from './draw-picture.js';

/** What a path answers. Parts combine: a picture can be delayed, flaky and cut. */
export interface OriginRoute {
  /** 200 by default. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Drawn on the first request and kept; its Content-Type comes with it. */
  readonly picture?: PictureRequest;
  /** ms before the headers. */
  readonly delay?: number;
  /** The connection is reset after so many bytes of the body, though all of them are announced. */
  readonly cutAfter?: number;
  /** The body in pieces of so many bytes, one every so many ms. */
  readonly drip?: { readonly bytes: number; readonly every: number };
  /** The body again and again, without end. */
  readonly endless?: true;
  /** Without Content-Length. */
  readonly chunked?: true;
  /** 302, or `status`, with this Location, in UTF-8. */
  readonly redirectTo?: string;
  /** The first requests get this answer (an empty one resets the connection), later ones the route's own. */
  readonly flaky?: { readonly times: number; readonly answer?: Omit<OriginRoute, 'flaky'> };
  /** Never answers. */
  readonly silent?: true;
}

export type OriginRoutes = Readonly<Record<string, OriginRoute>>;

export interface OriginRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface OriginServer {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  readonly port: number;
  /** All requests so far, in order. */
  readonly requests: readonly OriginRequest[];
  urlOf(path: string): string;
  /** Requests of a path (as it was sent), or of all. */
  count(path?: string): number;
  /** Connections open now. */
  openConnections(): number;
  /** Waits until no connection is open. */
  untilIdle(): Promise<void>;
  /** Most connections that were open at once. */
  readonly mostConnections: number;
  /** Adds a path or replaces its answer. */
  set(path: string, route: OriginRoute): void;
  /** Forgets requests and how flaky routes were. */
  reset(): void;
  /** Ends every connection and stops listening; idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a web server on loopback that answers by a table: the key is path and query as they are sent, or the path alone;
 * what stands in no table is a 404.
 */
export async function startOrigin(
  routes: OriginRoutes,
  options: { readonly tls?: { readonly key: string; readonly cert: string }; readonly port?: number } = {},
): Promise<OriginServer> {
  const table = new Map(Object.entries(routes));
  const requests: OriginRequest[] = [];
  const failures = new Map<string, number>();
  const sockets = new Set<Socket>();
  let mostConnections = 0;

  const server = options.tls ? createHttpsServer(options.tls, answer) : createHttpServer(answer);
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    mostConnections = Math.max(mostConnections, sockets.size);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // clients that hang up are part of the tests
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    requests.push({ method: request.method ?? '', path, headers: request.headers });
    const route = table.get(path) ?? table.get(path.split('?')[0] ?? '');
    void serve(takeTurn(path, route), request, response).catch(() => response.destroy());
  }

  function takeTurn(path: string, route: OriginRoute | undefined): OriginRoute | undefined {
    if (!route?.flaky) return route ?? { status: 404, body: 'not found' };
    const failed = failures.get(path) ?? 0;
    if (failed >= route.flaky.times) return route;
    failures.set(path, failed + 1);
    return route.flaky.answer;
  }

  return {
    url,
    port,
    requests,
    urlOf: (path) => `${url}${path}`,
    count: (path) => requests.filter((request) => path === undefined || request.path === path).length,
    openConnections: () => sockets.size,
    async untilIdle() {
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    },
    get mostConnections() {
      return mostConnections;
    },
    set: (path, route) => void table.set(path, route),
    reset() {
      requests.length = 0;
      failures.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** @param route undefined: the connection is reset */
async function serve(
  route: OriginRoute | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!route) return void response.socket?.resetAndDestroy();
  if (route.silent) return;
  if (route.delay !== undefined) await wait(route.delay);
  const picture = route.picture && (await drawPicture(route.picture));
  const body = picture?.bytes ?? Buffer.from(route.body ?? '');
  response.writeHead(route.status ?? (route.redirectTo === undefined ? 200 : 302), {
    ...(picture ? { 'content-type': picture.contentType } : {}),
    ...(route.chunked || route.endless ? {} : { 'content-length': String(body.length) }),
    ...(route.redirectTo === undefined ? {} : { location: Buffer.from(route.redirectTo).toString('latin1') }),
    ...copyHeaders(route.headers),
  });
  if (request.method === 'HEAD') return void response.end();
  await sendBody(route, body, response);
}

async function sendBody(route: OriginRoute, body: Buffer, response: ServerResponse): Promise<void> {
  if (route.endless) return repeat(body, response);
  if (route.cutAfter !== undefined) {
    response.write(body.subarray(0, route.cutAfter), () => response.socket?.destroy());
    return;
  }
  if (!route.drip) return void response.end(body);
  const { bytes, every } = route.drip;
  for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
    response.write(body.subarray(at, at + bytes));
    await wait(every);
  }
  response.end();
}

async function repeat(body: Buffer, response: ServerResponse): Promise<void> {
  const closed = new Promise((resolve) => response.once('close', resolve));
  while (!response.destroyed) {
    if (!response.write(body)) await Promise.race([closed, new Promise((resolve) => response.once('drain', resolve))]);
  }
}

function copyHeaders(headers: OriginRoute['headers'] = {}): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}
