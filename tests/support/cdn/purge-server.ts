import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { CdnStandIn, StandInAnswer, Taken } from './stand-in.js';

/** One's own cache: PURGE and BAN with a password, GET for everybody. On bare sockets, since Node knows no BAN. */
export async function startPurgeServer(): Promise<CdnStandIn> {
  const taken: Taken[] = [];
  const faults: CdnStandIn['faults'] = [];
  const sockets = new Set<Socket>();
  let calls = 0;

  const answer = (method: string, path: string, headers: ReadonlyMap<string, string>): StandInAnswer => {
    calls += 1;
    const kind = faults.shift();
    if (kind === 'throttle') return { status: 503, headers: { 'retry-after': '0' } };
    if (kind === 'deny') return { status: 403 };
    const targets = { PURGE: ['refresh', 'url'], BAN: ['refresh', 'prefix'], GET: ['prefetch', 'url'] } as const;
    const known = Object.entries(targets).find(([name]) => name === method)?.[1];
    if (!known) return { status: 405 };
    if (method !== 'GET' && headers.get('x-purge-key') !== 'open sesame') return { status: 403 };
    const [action, target] = known;
    taken.push({ action, target, names: [`https://${headers.get('host')}${path}`], at: Date.now() });
    return { status: path.includes('absent') ? 404 : 200, isLost: kind === 'lose-answer' };
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let waiting = '';
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1');
      for (let end = waiting.indexOf('\r\n\r\n'); end >= 0; end = waiting.indexOf('\r\n\r\n')) {
        const [first = '', ...lines] = waiting.slice(0, end).split('\r\n');
        waiting = waiting.slice(end + 4);
        const headers = new Map(
          lines.map((line) => [line.replace(/:.*/s, '').toLowerCase(), line.replace(/^[^:]*:\s*/, '')]),
        );
        const [method = '', path = ''] = first.split(' ');
        const said = answer(method, path, headers);
        if (said.isLost) return void socket.destroy();
        const extra = Object.entries(said.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`HTTP/1.1 ${said.status} said\r\ncontent-length: 0\r\n${extra.join('')}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    faults,
    get calls() {
      return calls;
    },
    setQuota: () => undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
