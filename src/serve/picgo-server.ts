import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from './listen.js';
import { isAllowedOrigin, isFromHere } from './loopback-guard.js';
import { type PasteImage, type Refusal, readUpload } from './read-upload.js';

/** Public addresses in the order of the sources, all of them; or why there are none, in a person's words. */
export type Uploaded = { readonly addresses: readonly string[] } | { readonly message: string };

export interface PicgoServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Origins of web pages that may upload. */
  readonly origins: readonly string[];
  readonly upload: (sources: readonly string[]) => Promise<Uploaded>;
  readonly paste: PasteImage;
  /** Says in words why a request is refused. */
  readonly explain: (refusal: Refusal | 'foreign' | 'no-such-route') => string;
}

export interface PicgoServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Speaks PicGo's protocol on loopback: `POST /upload` answers `{"success":true,"result":[…]}`, or with status 200 too
 * `{"success":false,"message":"…"}`, since the editors' plugins look at nothing else; `/heartbeat` says that it is alive.
 *
 * @throws ImgferryError PORT_NOT_FREE {port, found}
 */
export async function startPicgoServer(options: PicgoServerOptions): Promise<PicgoServer> {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(action: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(action);
    turn = result.catch(() => undefined); // its sender gets the error
    return result;
  };
  const server = createServer((request, response) => {
    answer(request, response, { ...options, upload: (sources) => inTurn(() => options.upload(sources)) }).catch(
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const port = await listen(server, options.port, '127.0.0.1');
  return {
    port,
    close: () => closeServer(server, turn),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: PicgoServerOptions): Promise<void> {
  const { origin } = request.headers;
  const fail = (status: number, message: string): void => reply(response, status, { success: false, message });
  if (!isFromHere(request.headers, options.origins)) {
    request.resume();
    return fail(403, options.explain('foreign'));
  }
  if (origin !== undefined && isAllowedOrigin(origin, options.origins)) allow(origin, response);
  if (request.method === 'OPTIONS') return void response.writeHead(204).end();
  const path = (request.url ?? '').replace(/\?.*$/s, '');
  if (path === '/heartbeat') {
    request.resume();
    return reply(response, 200, { success: true, result: 'alive' });
  }
  if (path !== '/upload' || request.method !== 'POST') {
    request.resume();
    return fail(404, options.explain('no-such-route'));
  }
  const asked = await readUpload(request, options.paste);
  if (typeof asked === 'string') return fail(200, options.explain(asked));
  try {
    const uploaded = await options.upload(asked.sources);
    if ('message' in uploaded) fail(200, uploaded.message);
    else reply(response, 200, { success: true, result: uploaded.addresses });
  } finally {
    await asked.dispose();
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Fetch, CORS protocol; Private Network Access asks for the last. */
function allow(origin: string, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  response.setHeader('access-control-allow-methods', 'POST, GET, OPTIONS');
  response.setHeader('access-control-allow-headers', 'content-type');
  response.setHeader('access-control-allow-private-network', 'true');
}
