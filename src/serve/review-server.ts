import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listen } from './listen.js';
import { readBody } from './read-body.js';

/** What a page asked for, as plain JSON that nobody has looked at; the answer is plain JSON, or a line each of several. */
export type ReviewCall = (asked: Readonly<Record<string, unknown>>) => Promise<unknown> | AsyncIterable<unknown>;

export interface ReviewServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Holds nothing of the review: whoever can reach the port may read it. */
  readonly page: { readonly html: string; readonly policy: string };
  readonly calls: Readonly<Record<string, ReviewCall>>;
  /** Says an error as the page shows it. */
  readonly explain: (error: unknown) => string;
}

export interface ReviewServer {
  /** Opens the page once: the part behind `#` is a key that never leaves the browser but to this server. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves a review to one page of a browser on this machine. The address's key can be exchanged once for another one that
 * the page keeps for itself; every call needs that, comes from this page's own origin and names this very host and port,
 * so that no other page, no name that leads here and no other person's program can make one.
 *
 * @throws ImgferryError PORT_NOT_FREE {port, found}
 */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const token = newKey();
  const session = newKey();
  let isTokenFresh = true;
  let here = '';

  const exchange: ReviewCall = async ({ token: given }) => {
    if (!isTokenFresh || !isSameKey(given, token)) return undefined;
    isTokenFresh = false;
    return { session };
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const body = await readBody(request, mostBytes);
    if (request.headers.host !== here) return refuse(response, 421);
    const { method, url = '' } = request;
    if (method === 'GET' && url === '/') return sendPage(response, options.page);
    if (method !== 'POST') return refuse(response, method === 'GET' ? 404 : 405);
    if (request.headers.origin !== `http://${here}`) return refuse(response, 403);
    const isExchange = url === '/session';
    if (!isExchange && !isSameKey(request.headers['x-review-key'], session)) return refuse(response, 403);
    const call = isExchange ? exchange : ownValue(options.calls, url.slice(1));
    const asked = body && parse(body);
    if (!call || !asked) return refuse(response, call ? 400 : 404);
    await send(response, call, asked, options.explain);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  const port = await listen(server, options.port, '127.0.0.1');
  here = `127.0.0.1:${port}`;
  return { address: `http://${here}/#${token}`, close: () => closeServer(server) };
}

const mostBytes = 1024 * 1024;

const newKey = (): string => randomBytes(24).toString('base64url');

/** In the same time whatever is given. */
function isSameKey(given: unknown, key: string): boolean {
  const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digestOf(given), digestOf(key));
}

const headers = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

function sendPage(response: ServerResponse, { html, policy }: ReviewServerOptions['page']): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; frame-ancestors 'none'`,
    })
    .end(html);
}

const refuse = (response: ServerResponse, status: number): void => void response.writeHead(status).end();

/** Only what was put there by us: never `constructor`. */
const ownValue = (calls: ReviewServerOptions['calls'], name: string): ReviewCall | undefined =>
  Object.hasOwn(calls, name) ? calls[name] : undefined;

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function send(
  response: ServerResponse,
  call: ReviewCall,
  asked: Readonly<Record<string, unknown>>,
  explain: ReviewServerOptions['explain'],
): Promise<void> {
  try {
    const answered = call(asked);
    if (Symbol.asyncIterator in answered) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for await (const line of answered) response.write(`${JSON.stringify(line)}\n`);
      return void response.end();
    }
    const value = await answered;
    if (value === undefined) return refuse(response, 403);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  } catch (error) {
    const told = JSON.stringify({ error: explain(error) });
    if (response.headersSent) response.end(`${told}\n`);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(told);
  }
}
