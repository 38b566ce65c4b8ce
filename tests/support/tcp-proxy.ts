import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What becomes of one connection; `at` counts bytes of the server's answers. */
export type ConnectionFault =
  | { readonly kind: 'none' }
  /** Reset before a byte has passed. */
  | { readonly kind: 'refuse' }
  /** Reset, or ended as if all were said, when so many bytes of the answers have passed. */
  | { readonly kind: 'reset' | 'end'; readonly at: number }
  /** The client's bytes pass up to there; then both sides are reset. */
  | { readonly kind: 'cut-request'; readonly at: number }
  /** Nothing comes any more after so many bytes. */
  | { readonly kind: 'stall'; readonly at: number }
  /** The answers come in small pieces, one at each turn of the loop. */
  | { readonly kind: 'drip'; readonly bytes: number }
  /** The first answer tells of so many bytes more than it has, or fewer (negative); then the connection ends. */
  | { readonly kind: 'wrong-length'; readonly by: number }
  /** The first request is answered here, with 200 and a page; the server never hears of it. */
  | { readonly kind: 'error-page' };

export interface TcpProxy {
  readonly port: number;
  /** The faults of the connections so far, in order. */
  readonly faults: readonly ConnectionFault[];
  close(): Promise<void>;
}

/** Stands before a server and spoils connections, below HTTP and TLS. */
export async function startTcpProxy(port: number, faultOf: (connection: number) => ConnectionFault): Promise<TcpProxy> {
  const faults: ConnectionFault[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // that is what it is for
    return socket.setNoDelay(true);
  };
  const server = createServer((client) => {
    keep(client);
    const fault = faultOf(faults.length);
    faults.push(fault);
    if (fault.kind === 'refuse') return void client.resetAndDestroy();
    if (fault.kind === 'error-page') return void client.once('data', () => client.end(errorPage));
    const upstream = keep(connect(port, '127.0.0.1'));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => (fault.kind === 'stall' ? undefined : client.destroySoon()));
    passRequest(client, upstream, fault);
    void passAnswers(upstream, client, fault);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    faults,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

const page = '<!doctype html><title>Welcome to our network</title><p>Please log in.</p>';
const errorPage = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`;

function passRequest(client: Socket, upstream: Socket, fault: ConnectionFault): void {
  if (fault.kind !== 'cut-request') return void client.pipe(upstream);
  let passed = 0;
  client.on('data', (chunk) => {
    upstream.write(chunk.subarray(0, Math.max(0, fault.at - passed)));
    passed += chunk.length;
    if (passed < fault.at) return;
    upstream.resetAndDestroy();
    client.resetAndDestroy();
  });
}

async function passAnswers(upstream: Socket, client: Socket, fault: ConnectionFault): Promise<void> {
  let passed = 0;
  try {
    for await (const chunk of upstream as AsyncIterable<Buffer>) {
      if (fault.kind === 'drip') {
        for (let at = 0; at < chunk.length; at += fault.bytes) {
          client.write(chunk.subarray(at, at + fault.bytes));
          await new Promise((resolve) => setImmediate(resolve));
        }
      } else if (fault.kind === 'wrong-length' && passed === 0) {
        client.end(withWrongLength(chunk, fault.by));
        return;
      } else if (fault.kind === 'reset' || fault.kind === 'end' || fault.kind === 'stall') {
        client.write(chunk.subarray(0, Math.max(0, fault.at - passed)));
        passed += chunk.length;
        if (passed < fault.at) continue;
        if (fault.kind === 'stall') return;
        if (fault.kind === 'end') client.end();
        else client.resetAndDestroy();
        return;
      } else client.write(chunk);
    }
  } catch {
    client.destroy(); // the client or the server has gone
  }
}

/** The head is in the first piece; a chunked answer stays as it is. */
function withWrongLength(chunk: Buffer, by: number): Buffer {
  const text = chunk.toString('latin1');
  const changed = text.replace(/^(content-length: *)(\d+)/im, (_, name: string, length: string) => {
    return name + String(Math.max(0, Number(length) + by));
  });
  return Buffer.from(changed, 'latin1');
}

/** A fault by chance: `share` of the connections have one, each kind as often as another. */
export function drawFault(random: () => number, share: number): ConnectionFault {
  if (random() >= share) return { kind: 'none' };
  const at = Math.floor(random() * 3000);
  const kinds: readonly ConnectionFault[] = [
    { kind: 'refuse' },
    { kind: 'reset', at },
    { kind: 'end', at },
    { kind: 'cut-request', at: Math.floor(at / 2) },
    { kind: 'stall', at },
    { kind: 'drip', bytes: 1 + Math.floor(random() * 64) },
    { kind: 'wrong-length', by: random() < 0.5 ? 7 : -7 },
    { kind: 'error-page' },
  ];
  return kinds[Math.floor(random() * kinds.length)] ?? { kind: 'none' };
}
