import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** How often this path was asked before. */
  readonly earlier: number;
}

/** Writes whatever it likes to the socket, valid HTTP or not. */
export type Respond = (socket: Socket, request: RawRequest) => void;

export interface RawServer {
  readonly port: number;
  /** Requests of a path, or of all. */
  count(path?: string): number;
  readonly requests: readonly RawRequest[];
  /** Bytes that it wrote, heads included, TLS left out. */
  bytesWritten(): number;
  /** Forgets requests and bytes. */
  reset(): void;
  /** Breaks off whatever is under way. */
  hangUp(): void;
  close(): Promise<void>;
}

/** A server that speaks no HTTP of its own, so that it can break every rule: each path has its own bytes. */
export async function startRawServer(
  respond: (path: string) => Respond | undefined,
  tls?: { readonly key: string; readonly cert: string },
): Promise<RawServer> {
  /** Open ones, with what each had written at the last reset. */
  const sockets = new Map<Socket, number>();
  const requests: RawRequest[] = [];
  let writtenToClosed = 0;
  const serve = (socket: Socket): void => {
    sockets.set(socket, 0);
    socket.on('close', () => {
      writtenToClosed += socket.bytesWritten - (sockets.get(socket) ?? 0);
      sockets.delete(socket);
    });
    socket.on('error', () => undefined); // clients that hang up are part of the tests
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = parseRequest(text.slice(0, end), requests);
        text = text.slice(end + 4);
        requests.push(request);
        (respond(request.path) ?? missing)(request.method === 'HEAD' ? withoutBody(socket) : socket, request);
      }
    });
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const hangUp = (): void => {
    for (const socket of sockets.keys()) socket.destroy();
  };
  return {
    port,
    requests,
    hangUp,
    count: (path) => requests.filter((request) => path === undefined || request.path === path).length,
    bytesWritten: () =>
      [...sockets].reduce((sum, [socket, before]) => sum + socket.bytesWritten - before, writtenToClosed),
    reset: () => {
      requests.length = 0;
      writtenToClosed = 0;
      for (const socket of sockets.keys()) sockets.set(socket, socket.bytesWritten);
    },
    async close() {
      hangUp();
      server.close();
      await once(server, 'close');
    },
  };
}

/** RFC 9110, 9.3.2: what answers HEAD ends with its head. */
function withoutBody(socket: Socket): Socket {
  let isHeadOver = false;
  const cut = (chunk: Buffer | string): Buffer => {
    if (isHeadOver) return Buffer.alloc(0);
    const bytes = Buffer.from(chunk);
    const end = bytes.indexOf('\r\n\r\n');
    isHeadOver = end >= 0;
    return isHeadOver ? bytes.subarray(0, end + 4) : bytes;
  };
  // false: who writes without end waits for a drain that never comes
  const write = (chunk: Buffer | string, done?: () => void): boolean => socket.write(cut(chunk), done) && !isHeadOver;
  const end = (chunk: Buffer | string): Socket => socket.end(cut(chunk));
  return new Proxy(socket, {
    get(target, name) {
      if (name === 'write') return write;
      if (name === 'end') return end;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function parseRequest(head: string, before: readonly RawRequest[]): RawRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', target = '/'] = first.split(' ');
  const url = new URL(target, 'http://localhost');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const earlier = before.filter(({ path }) => path === url.pathname).length;
  return { method, path: url.pathname, query: url.searchParams, headers, earlier };
}

export type RawHeaders = Readonly<Record<string, string | number>>;

/** The bytes of an answer; no header but those that are given. */
export function answerBytes(status: number, headers: RawHeaders, body: Buffer | string = ''): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.concat([Buffer.from([`HTTP/1.1 ${status} X`, ...lines, '', ''].join('\r\n')), Buffer.from(body)]);
}

/** A valid answer; the connection stays. */
export const answer =
  (status: number, headers: RawHeaders, body: Buffer | string = ''): Respond =>
  (socket) => {
    socket.write(answerBytes(status, { ...headers, 'content-length': Buffer.byteLength(body) }, body));
  };

/** An answer without anything that the caller did not write; then the connection ends. */
export const rawAnswer =
  (status: number, headers: RawHeaders, body: Buffer | string = ''): Respond =>
  (socket) => {
    socket.end(answerBytes(status, { ...headers, connection: 'close' }, body));
  };

const missing = answer(404, { 'content-type': 'text/html' }, '<!doctype html><title>Not found</title>');
