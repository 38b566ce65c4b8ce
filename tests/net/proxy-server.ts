import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface ProxyServer {
  readonly port: number;
  /** What it was asked for: `GET http://…` or `CONNECT host:port`, and the credentials it was given. */
  readonly log: readonly { readonly line: string; readonly authorization: string | undefined }[];
}

/**
 * An HTTP proxy that reaches every name on loopback.
 *
 * @param options.refuse answers everything with this status
 */
export async function openProxy(options: { readonly refuse?: number } = {}): Promise<ProxyServer> {
  const log: { line: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    log.push({ line: `${incoming.method} ${incoming.url}`, authorization: incoming.headers['proxy-authorization'] });
    if (options.refuse !== undefined) return void outgoing.writeHead(options.refuse).end('refused');
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const forwarded = sendRequest({ host: '127.0.0.1', port, path: pathname + search, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, outgoing, () => undefined); // what is cut stays cut
    });
    incoming.pipe(forwarded.on('error', () => outgoing.destroy()));
  });
  server.on('connect', (incoming, client: Socket) => {
    log.push({ line: `CONNECT ${incoming.url}`, authorization: incoming.headers['proxy-authorization'] });
    if (options.refuse !== undefined) return void client.end(`HTTP/1.1 ${options.refuse} No\r\n\r\n`);
    const target = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    for (const [one, other] of [[client, target] as const, [target, client] as const]) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, log };
}

/** A SOCKS5 proxy (RFC 1928, no authentication, CONNECT to names) that reaches every name on loopback. */
export async function openSocksProxy(): Promise<{ readonly port: number; readonly log: readonly string[] }> {
  const log: string[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (ask: Buffer) => {
        const length = ask[4] ?? 0;
        const port = ask.readUInt16BE(5 + length);
        log.push(`${ask.toString('latin1', 5, 5 + length)}:${port}`);
        const target = connect(port, '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
          client.pipe(target).pipe(client);
        });
        target.on('error', () => client.destroy());
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, log };
}
