import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface StandInAnswer {
  readonly status: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The call took effect, and its answer never came. */
  readonly isLost?: boolean;
}

export interface StandIn {
  readonly url: string;
  close(): Promise<void>;
}

/** A provider's API on loopback. */
export async function startStandIn(
  answer: (request: StandInRequest) => StandInAnswer | Promise<StandInAnswer>,
): Promise<StandIn> {
  const server = createServer(async (incoming, outgoing) => {
    const [path = '', query = ''] = (incoming.url ?? '').split(/\?(.*)/s);
    const body = await text(incoming);
    const { headers, method = '' } = incoming;
    const said = await answer({ method, path, query, headers, body });
    if (said.isLost) return void incoming.socket.destroy();
    const isText = typeof said.body === 'string' || said.body === undefined;
    outgoing.writeHead(said.status, { 'content-type': isText ? 'text/xml' : 'application/json', ...said.headers });
    outgoing.end(isText ? said.body : JSON.stringify(said.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** What the tests of every provider look at. */
export interface CdnStandIn extends StandIn {
  /** Submissions that took effect, in order: what was named, and how. */
  readonly taken: readonly Taken[];
  /** All calls, refused ones too. */
  readonly calls: number;
  /** The next calls are answered so, before anything else is looked at. */
  readonly faults: ('throttle' | 'lose-answer' | 'deny' | 'none')[];
  /** What is left of a day's addresses. */
  setQuota(left: number): void;
}

export interface Taken {
  readonly action: 'refresh' | 'prefetch';
  readonly target: 'url' | 'prefix' | 'tag';
  readonly names: readonly string[];
  /** Epoch ms. */
  readonly at: number;
}

/** A provider's API, by how it answers; calls are counted here. */
export async function startCdnStandIn(
  answer: (request: StandInRequest) => StandInAnswer,
  state: Pick<CdnStandIn, 'taken' | 'faults' | 'setQuota'>,
): Promise<CdnStandIn> {
  let calls = 0;
  const standIn = await startStandIn((request) => {
    calls += 1;
    return answer(request);
  });
  return {
    ...standIn,
    ...state,
    get calls() {
      return calls;
    },
  };
}
