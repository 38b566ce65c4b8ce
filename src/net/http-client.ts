import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { ImgferryError } from '../core/errors.js';
import { createAddressGuard } from './address-guard.js';
import { discardBody } from './discard-body.js';
import { createDispatchers } from './dispatchers.js';
import { inspectTls, type TlsFacts } from './inspect-tls.js';
import { type Timeouts, toNetworkError } from './network-error.js';
import { createProxyFor, type ProxySettings } from './proxies.js';
import { createRedirectTrail, nextHop } from './redirects.js';
import { createHeadersFor, type HostPolicy } from './request-headers.js';
import { type IncomingResponse, sendRequest } from './send-request.js';
import { shownUrl } from './shown-url.js';

export interface HttpClientOptions {
  readonly userAgent: string;
  /** `HOST` or `HOST:PORT` that the address guard lets pass. */
  readonly allowHosts: readonly string[];
  /** Connections to one host at most. */
  readonly perHost: number;
  /** To one that is `trusted`; default: as to any. */
  readonly perTrustedHost?: number;
  readonly timeouts: Timeouts;
  /** By `HOST` or `HOST:PORT`. */
  readonly hosts?: Readonly<Record<string, HostPolicy>>;
  /** Address of the site that readers visit; Referer is made of it. */
  readonly site?: string;
  readonly proxies?: ProxySettings;
  /** Resolves names; by default the system's resolver. */
  readonly lookup?: LookupFunction;
  /** Authorities to trust in place of Node's, PEM. */
  readonly ca?: string;
  /** HTTP/2 is spoken with servers that offer it; not by default. */
  readonly http2?: boolean;
}

export interface HttpRequest {
  readonly url: string;
  /** `GET` by default. */
  readonly method?: string;
  /** They win over the client's own, and a host's configured ones over them. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  readonly signal: AbortSignal;
  /** Redirects that are followed at most, GET and HEAD only; 0 by default: a redirect is an ordinary answer. */
  readonly follow?: number;
  /**
   * An endpoint that the owner named himself: the guard lets its host pass and nothing is added to the headers. Where it
   * redirects to is guarded all the same.
   */
  readonly trusted?: boolean;
  /** Told when the request begins, where a client makes it wait for its turn. */
  readonly onStart?: () => void;
  /** Told of each redirect that is followed, before it is. */
  readonly onRedirect?: (redirect: Redirect) => void;
}

/** One redirect on the way to an answer. */
export interface Redirect {
  readonly status: number;
  /** The address that redirected, and the one that it named; without name and password. */
  readonly from: string;
  readonly to: string;
  /** Of the answer that redirected. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; several values of one name joined by `, `, the first where only one makes sense. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that answered. */
  readonly url: string;
  /** The addresses that redirected, in order; queries left out. */
  readonly hops: readonly string[];
  /** Referer that the address was told; undefined: none. */
  readonly referer?: string;
  /** Must be read to its end, destroyed or given to `discardBody`: until then it holds a connection. */
  readonly body: Readable;
}

export interface HttpClient {
  /**
   * Sends a request; any status is an answer. The body's stream fails with the same codes. An abort rejects with the
   * signal's reason.
   *
   * @throws ImgferryError URL_INVALID, ADDRESS_BLOCKED, DNS_FAILED, TLS_FAILED, CONNECTION_FAILED, RESPONSE_TIMEOUT,
   *   RESPONSE_CUT, REDIRECT_INVALID, TOO_MANY_REDIRECTS
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Whether an address is asked through a proxy: then nobody here sees which address its name resolves to. */
  isProxied(url: string): boolean;
  /**
   * What the TLS of an https address says; undefined behind a proxy, which has it before us.
   *
   * @throws ImgferryError ADDRESS_BLOCKED, DNS_FAILED, TLS_FAILED, CONNECTION_FAILED
   */
  inspectTls(url: string): Promise<TlsFacts | undefined>;
  /** Ends every connection; requests under way fail. */
  close(): Promise<void>;
}

/** @throws ImgferryError CONFIG_INVALID */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { timeouts } = options;
  const guard = createAddressGuard(options.allowHosts);
  const proxyFor = createProxyFor(options.proxies ?? {});
  const dispatchers = createDispatchers({
    guard,
    perHost: options.perHost,
    perTrustedHost: options.perTrustedHost ?? options.perHost,
    timeouts,
    lookup: options.lookup,
    ca: options.ca,
    http2: options.http2 ?? false,
  });
  const headersFor = createHeadersFor({
    userAgent: options.userAgent,
    hosts: options.hosts ?? {},
    ...(options.site === undefined ? {} : { site: options.site }),
  });

  async function send(request: HttpRequest, first: URL, url: URL, hops: readonly string[]): Promise<Answer> {
    const proxy = proxyFor(url);
    const trusted = request.trusted === true && url.host === first.host;
    if (!trusted) guard.checkUrl(url, { byName: proxy !== undefined });
    const headers = headersFor({ url, first, given: request.headers ?? {}, trusted });
    const response = await sendRequest(
      dispatchers.pick({ trusted, proxy }),
      {
        url,
        method: request.method ?? 'GET',
        headers,
        body: request.body,
        headersTimeout: timeouts.headers,
        bodyTimeout: timeouts.body,
        keepsConnection: trusted,
        signal: request.signal,
      },
      (error, body) => toNetworkError(error, { url, hops, timeouts, proxy, ...(body ? { body } : {}) }),
    );
    return headers.referer === undefined ? response : { ...response, referer: headers.referer };
  }

  return {
    async request(request) {
      request.onStart?.();
      const first = parseAddress(request.url);
      const trail = createRedirectTrail(first, request.follow ?? 0);
      for (let url = first; ; ) {
        const response = await send(request, first, url, trail.hops);
        const next = mayFollow(request) ? nextHop(url, response) : undefined;
        if (!next) return { ...response, url: shownUrl(url), hops: [...trail.hops] };
        discardBody(response.body);
        const { status, headers } = response;
        request.onRedirect?.({ status, from: shownUrl(url), to: shownUrl(next), headers });
        trail.follow(url, next);
        url = next;
      }
    },
    isProxied: (url) => URL.canParse(url) && proxyFor(new URL(url)) !== undefined,
    async inspectTls(address) {
      const url = parseAddress(address);
      if (proxyFor(url) !== undefined) return undefined;
      try {
        return await inspectTls(url, dispatchers.connectorFor(url));
      } catch (error) {
        throw toNetworkError(error, { url, hops: [], timeouts, proxy: undefined });
      }
    },
    close: () => dispatchers.close(),
  };
}

/** An answer, and what its address was told of where the reader is. */
type Answer = IncomingResponse & Pick<HttpResponse, 'referer'>;

function mayFollow({ follow = 0, method = 'GET' }: HttpRequest): boolean {
  return follow > 0 && (method === 'GET' || method === 'HEAD');
}

function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new ImgferryError('URL_INVALID', { url: text });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ImgferryError('URL_INVALID', { url: text, found: url.protocol, hint: 'scheme' });
  }
  url.hash = '';
  return url;
}
