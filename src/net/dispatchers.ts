import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, Pool, ProxyAgent, Socks5ProxyAgent } from 'undici';
import type { AddressGuard } from './address-guard.js';
import type { Timeouts } from './network-error.js';

export interface DispatcherOptions {
  readonly guard: AddressGuard;
  /** Connections to one origin at most. */
  readonly perHost: number;
  /** To one that the owner named. */
  readonly perTrustedHost: number;
  readonly timeouts: Timeouts;
  readonly lookup?: LookupFunction | undefined;
  /** Authorities to trust in place of Node's, PEM. */
  readonly ca?: string | undefined;
  /** HTTP/2 is spoken with servers that offer it. */
  readonly http2?: boolean;
}

/** The pools of connections: guarded and trusted ones apart, so that no guarded request finds an unguarded socket. */
export interface Dispatchers {
  pick(route: { readonly trusted: boolean; readonly proxy: URL | undefined }): Dispatcher;
  /** How a guarded origin is connected to. */
  connectorFor(url: URL): buildConnector.connector;
  /** Ends every connection. */
  close(): Promise<void>;
}

export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const guarded = new Agent({
    factory: (origin) => openPool(origin, options, guardConnector(new URL(origin), options)),
  });
  const named = { ...options, perHost: options.perTrustedHost };
  const trusted = new Agent({ factory: (origin) => openPool(origin, named, plainConnector(options)) });
  const proxied = new Map<string, ProxyAgent>();

  return {
    pick({ trusted: isTrusted, proxy }) {
      if (!proxy) return isTrusted ? trusted : guarded;
      const known = proxied.get(proxy.href) ?? openProxy(proxy, options);
      proxied.set(proxy.href, known);
      return known;
    },
    connectorFor: (url) => guardConnector(url, { ...options, http2: true }),
    async close() {
      await Promise.all([guarded, trusted, ...proxied.values()].map((agent) => agent.destroy()));
    },
  };
}

function openPool(
  origin: string | URL,
  { perHost, http2 = false }: DispatcherOptions,
  connect: buildConnector.connector,
): Pool {
  return new Pool(origin, { connections: perHost, connect, ...(http2 ? { allowH2: true } : {}) });
}

/**
 * Decides on the address that the name resolved to, at the moment of connecting: what is judged is what is dialled.
 * Node asks the resolver for names only, so literals are judged beside it.
 */
function guardConnector(url: URL, options: DispatcherOptions): buildConnector.connector {
  const connect = plainConnector(options, createGuardedLookup(url, options));
  return (target, callback) => {
    try {
      options.guard.checkUrl(url, { byName: false });
    } catch (error) {
      callback(error instanceof Error ? error : new Error('address refused', { cause: error }), null);
      return;
    }
    connect(target, callback);
  };
}

/** Leaves out the addresses that are refused; the lookup fails when none is left. */
function createGuardedLookup(url: URL, { guard, lookup = systemLookup }: DispatcherOptions): LookupFunction {
  return (hostname, query, callback) => {
    lookup(hostname, { ...query, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const addresses = typeof found === 'string' ? [{ address: found, family: found.includes(':') ? 6 : 4 }] : found;
      const open = addresses.filter(({ address }) => guard.refusalOf(url, address) === undefined);
      const [first] = open;
      if (first) return query.all ? callback(null, open) : callback(null, first.address, first.family);
      const refusal = addresses[0] && guard.refusalOf(url, addresses[0].address);
      return callback(refusal ?? noAddress(hostname), '');
    });
  };
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' });
}

/** Node's 250 ms for each address of a name (RFC 8305) are too short for a line with a long way: then all of them fail. */
const addressAttempt = 1500;

function plainConnector(
  { timeouts, ca, http2 = false, lookup }: DispatcherOptions,
  ownLookup = lookup,
): buildConnector.connector {
  return buildConnector({
    timeout: timeouts.connect,
    autoSelectFamilyAttemptTimeout: addressAttempt,
    ...(ownLookup ? { lookup: ownLookup } : {}),
    ...(http2 ? { allowH2: true } : {}),
    ...(ca === undefined ? {} : { ca }),
  });
}

/** Plain requests are forwarded as curl has them (many proxies forbid CONNECT to port 80), https through a tunnel. */
function openProxy(proxy: URL, { perHost, timeouts, ca }: DispatcherOptions): ProxyAgent {
  if (proxy.protocol.startsWith('socks')) takeSocksWarning();
  const tls = { timeout: timeouts.connect, ...(ca === undefined ? {} : { ca }) };
  return new ProxyAgent({
    uri: proxy.href,
    proxyTunnel: false,
    connections: perHost,
    requestTls: tls,
    ...(proxy.protocol.startsWith('socks') ? {} : { proxyTls: tls }), // undici takes it for SOCKS over TLS
    clientFactory: (origin, opts) => new Pool(origin, { ...opts, headersTimeout: timeouts.headers }),
    factory: (origin, opts) => new Pool(origin, { ...opts, connections: perHost }),
  });
}

/**
 * undici warns on stderr, once a process, that its SOCKS is experimental: nothing that whoever named such a proxy could
 * act on, and no line for a log. The first agent takes the warning along.
 */
function takeSocksWarning(): void {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    void new Socks5ProxyAgent('socks5://127.0.0.1').close();
  } finally {
    process.emitWarning = emitWarning;
  }
}
