import { errors } from 'undici';
import { ImgferryError } from '../core/errors.js';
import { shownHop, shownUrl } from './shown-url.js';

/** Longest times in ms. */
export interface Timeouts {
  readonly connect: number;
  /** From the request to its response's headers. */
  readonly headers: number;
  /** Silence between two pieces of a body. */
  readonly body: number;
}

/** What was going on when something failed. */
export interface Circumstances {
  readonly url: URL;
  /** Addresses that redirected here. */
  readonly hops: readonly string[];
  readonly timeouts: Timeouts;
  readonly proxy: URL | undefined;
  /** Set once the response's headers arrived: the bytes announced, if they were, and those that came. */
  readonly body?: { readonly expected: number | undefined; readonly found: number };
}

/**
 * A failure of undici, Node or the resolver as one of ours. What is no failure of the network (an abort's reason, a bug)
 * comes back as it is.
 */
export function toNetworkError(error: unknown, circumstances: Circumstances): unknown {
  const code = codeOf(error);
  if (error instanceof ImgferryError || isBug(error, circumstances)) return error;
  const at = placeOf(circumstances);
  const fail = (name: 'DNS_FAILED' | 'TLS_FAILED' | 'CONNECTION_FAILED', reason: string): ImgferryError =>
    new ImgferryError(name, { ...at, reason }, { cause: error });

  const timeout = timeoutOf(error, circumstances.timeouts);
  if (timeout) return new ImgferryError('RESPONSE_TIMEOUT', { ...at, ...timeout }, { cause: error });
  if (circumstances.body) return cut(error, at, circumstances.body);
  if (code !== undefined && tlsCode.test(code)) return fail('TLS_FAILED', code);
  if (circumstances.proxy) return fail('CONNECTION_FAILED', proxyReason(error) ?? code ?? 'unknown');
  if (code === undefined) return error;
  if (isNameFailure(error, code)) return fail('DNS_FAILED', code);
  return fail('CONNECTION_FAILED', code);
}

/** Where it happened, as facts. */
function placeOf({ url, hops, proxy }: Circumstances): Place {
  return {
    url: hops.length === 0 ? shownUrl(url) : shownHop(url),
    host: url.host,
    ...(hops.length === 0 ? {} : { hops: [...hops] }),
    ...(proxy ? { proxy: proxy.host } : {}),
  };
}

type Place = Readonly<Record<string, string | readonly string[]>>;

function cut(
  error: unknown,
  place: Place,
  { expected, found }: { expected: number | undefined; found: number },
): ImgferryError {
  const facts = { ...place, found, ...(expected === undefined ? {} : { expected }) };
  return new ImgferryError('RESPONSE_CUT', facts, { cause: error });
}

function timeoutOf(error: unknown, timeouts: Timeouts): { phase: string; ms: number } | undefined {
  if (error instanceof errors.ConnectTimeoutError) return { phase: 'connect', ms: timeouts.connect };
  if (error instanceof errors.HeadersTimeoutError) return { phase: 'headers', ms: timeouts.headers };
  if (error instanceof errors.BodyTimeoutError) return { phase: 'body', ms: timeouts.body };
  return undefined;
}

/** Calls that were made wrongly, or after the end; undici words a proxy's refusal as some of these. */
function isBug(error: unknown, { proxy }: Circumstances): boolean {
  if (error instanceof errors.ClientDestroyedError || error instanceof errors.ClientClosedError) return true;
  return proxy === undefined && error instanceof errors.InvalidArgumentError;
}

/** undici gives a proxy's answer to CONNECT, and its 407, in the message alone. */
function proxyReason(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : '';
  const status = /Proxy response \((\d{3})\)/.exec(message)?.[1] ?? /\((407)\)/.exec(message)?.[1];
  return status === undefined ? undefined : `PROXY_${status}`;
}

/** EAI_AGAIN is left out: the resolver could not be asked just now, which says nothing about the name. */
function isNameFailure(error: unknown, code: string): boolean {
  if (code === 'EAI_AGAIN') return false;
  const isFromResolver = error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo';
  return isFromResolver || /^(?:ENOTFOUND|ENODATA|ENONAME|EAI_)/.test(code);
}

/** OpenSSL's verification results (X509_V_ERR_…) and Node's own; EPROTO: the handshake failed. */
const tlsCode =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|CRL_|ERROR_IN_C|EPROTO$|UND_ERR_PRX_TLS$)/;

function codeOf(error: unknown): string | undefined {
  if (error instanceof errors.HTTPParserError) return error.code ?? parserCode(error);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** llhttp's names, which undici leaves out: no HTTP at all, or HTTP that breaks a rule. */
const parserCode = ({ message }: Error): string =>
  message.includes('Expected HTTP/') ? 'HPE_INVALID_CONSTANT' : 'HPE_INVALID';
