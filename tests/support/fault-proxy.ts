import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What goes wrong with one request; everything else of it is the server's own. */
export type ProxyFault =
  /** Answered here; the server never hears of it. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The server's answer with other headers; an empty one is taken out. */
  | { readonly kind: 'change-answer'; readonly headers: Readonly<Record<string, string>> }
  /** The first byte of the body arrives as another. */
  | { readonly kind: 'damage-request' }
  /** Both connections end when half of the body has passed. */
  | { readonly kind: 'cut-request' }
  | { readonly kind: 'cut-answer' }
  /** Done, but nobody hears of it. */
  | { readonly kind: 'lose-answer' }
  /** Half of the body passes; the rest is swallowed and nothing is answered. */
  | { readonly kind: 'hold-request'; readonly onHalf: () => void }
  /** Nothing happens at all. */
  | { readonly kind: 'silence'; readonly onArrival: () => void };

export interface ProxyLogEntry {
  readonly method: string;
  /** As it was sent, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined while it is not answered. */
  status: number | undefined;
}

export interface FaultProxy {
  readonly port: number;
  /** In order of arrival. */
  readonly requests: ProxyLogEntry[];
  /** For the next `times` requests (one by default) that `when` says yes to (all by default). */
  add(
    fault: ProxyFault,
    options?: { readonly when?: (entry: ProxyLogEntry) => boolean; readonly times?: number },
  ): void;
  /** Connections of clients that are open now. */
  readonly connections: number;
  /** Resolves when none is open. */
  disconnected(): Promise<void>;
  close(): Promise<void>;
}

/** Stands before a real HTTP server and makes it fail. Bytes, headers and Host go through as they come. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const requests: ProxyLogEntry[] = [];
  const waiting: { fault: ProxyFault; when: (entry: ProxyLogEntry) => boolean; times: number }[] = [];
  const sockets = new Set<Socket>();

  function take(entry: ProxyLogEntry): ProxyFault | undefined {
    const found = waiting.find(({ when, times }) => times > 0 && when(entry));
    if (found) found.times -= 1;
    return found?.fault;
  }

  const server = createServer((incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const entry: ProxyLogEntry = { method, path, headers, status: undefined };
    requests.push(entry);
    outgoing.on('finish', () => {
      entry.status = outgoing.statusCode;
    });
    pass(incoming, outgoing, { hostname, port, agent }, take(entry));
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) server.emit('disconnected');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    add: (fault, { when = () => true, times = 1 } = {}) => void waiting.push({ fault, when, times }),
    get connections() {
      return sockets.size;
    },
    async disconnected() {
      if (sockets.size > 0) await once(server, 'disconnected');
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
      agent.destroy();
    },
  };
}

interface Target {
  readonly hostname: string;
  readonly port: string;
  readonly agent: Agent;
}

function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: Target,
  fault: ProxyFault | undefined,
): void {
  if (fault?.kind === 'silence') {
    fault.onArrival();
    return;
  }
  if (fault?.kind === 'answer') {
    incoming.resume();
    outgoing.writeHead(fault.status, fault.headers).end(incoming.method === 'HEAD' ? undefined : fault.body);
    return;
  }
  const onward = request({ ...target, method: incoming.method, path: incoming.url, headers: { ...incoming.headers } });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  onward.on('response', (answer) => {
    if (fault?.kind === 'lose-answer') {
      answer.resume().on('end', () => outgoing.destroy());
      return;
    }
    const own = fault?.kind === 'change-answer' ? withChanges(answer.headers, fault.headers) : answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, own);
    if (fault?.kind === 'cut-answer') atHalf(answer, () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  if (fault?.kind === 'damage-request') {
    sendDamaged(incoming, onward);
    return;
  }
  if (fault?.kind === 'cut-request') {
    atHalf(incoming, () => {
      onward.destroy();
      incoming.socket.destroy();
    });
  }
  if (fault?.kind === 'hold-request') {
    atHalf(incoming, () => {
      incoming.unpipe(onward).resume(); // read on, or the end of the connection goes unnoticed
      fault.onHalf();
    });
  }
  incoming.pipe(onward);
}

function atHalf(message: IncomingMessage, then: () => void): void {
  const half = Number(message.headers['content-length'] ?? 0) / 2;
  let passed = 0;
  message.on('data', (chunk: Buffer) => {
    const before = passed;
    passed += chunk.length;
    if (before < half && passed >= half) then();
  });
}

function sendDamaged(incoming: IncomingMessage, onward: NodeJS.WritableStream): void {
  let isFirst = true;
  incoming.on('data', (chunk: Buffer) => {
    const damaged = isFirst ? Buffer.concat([Buffer.from([(chunk[0] ?? 0) ^ 0xff]), chunk.subarray(1)]) : chunk;
    isFirst = false;
    onward.write(damaged);
  });
  incoming.on('end', () => onward.end());
}

function withChanges(
  headers: IncomingMessage['headers'],
  changes: Readonly<Record<string, string>>,
): Record<string, string | string[]> {
  const merged = Object.entries({ ...headers, ...changes });
  return Object.fromEntries(
    merged.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );
}
