import { type ErrorReport, ImgferryError } from '../core/errors.js';
import type { Validators } from '../core/image-look.js';
import type { Observation, SeenRedirect } from '../core/observation.js';
import type { ByteBudget } from '../lib/byte-budget.js';
import type { Deadline } from '../lib/deadline.js';
import type { HttpClient, HttpResponse, Redirect } from '../net/http-client.js';
import { shownHop } from '../net/shown-url.js';
import { acceptedCodings } from './content-coding.js';
import { observeBody } from './observe-body.js';

export interface ObserverOptions {
  readonly client: HttpClient;
  /** Bytes at most, as sent and as unpacked. */
  readonly maxBytes: number;
  /** Bytes that are enough; undefined: all are wanted. */
  readonly enough?: number;
  readonly budget: ByteBudget;
}

export interface ObserveCall {
  readonly deadline: Deadline;
  /** In place of the client's own; empty: none is sent. */
  readonly referer?: string;
  /** Asks only whether it changed: an answer of 304 says that it didn't. */
  readonly validators?: Validators;
}

export interface Observed {
  readonly observation: Observation;
  readonly requests: number;
  /** Bytes of bodies, as they were sent. */
  readonly received: number;
  /** Gives back the room that the body took; its bytes must not be used any more. */
  release(): void;
}

export type ObserveAddress = (url: string, call: ObserveCall) => Promise<Observed>;

/**
 * Asks an address once, as an `<img>` of a reader's browser does (Chromium's Accept; up to 20 redirects, Fetch,
 * HTTP-redirect fetch), and tells what it did. Where not all is wanted it asks for the first part, and without Range
 * again where that is refused (RFC 9110, 15.5.17).
 *
 * Rejects with the signal's reason where the caller gave up, and for bugs; never for what a server does.
 */
export function createAddressObserver(options: ObserverOptions): ObserveAddress {
  return async (url, call) => {
    const counts = { requests: 0, received: 0 };
    const first = await converse(url, call, options, counts, options.enough);
    if (options.enough === undefined || !isRangeRefused(first)) return { ...first, ...counts };
    first.release();
    return { ...(await converse(url, call, options, counts, undefined)), ...counts };
  };
}

type Conversation = Pick<Observed, 'observation' | 'release'>;

async function converse(
  url: string,
  call: ObserveCall,
  options: ObserverOptions,
  counts: { requests: number; received: number },
  range: number | undefined,
): Promise<Conversation> {
  const redirects: SeenRedirect[] = [];
  const response = await ask(url, { ...call, range }, options.client, (redirect) => {
    counts.requests += 1;
    redirects.push(seenRedirect(redirect));
  });
  if ('error' in response) {
    if (wasSent(response.error)) counts.requests += 1;
    return { observation: { kind: 'silent', error: response.error, redirects }, release: () => undefined };
  }
  counts.requests += 1;
  const { maxBytes, enough, budget } = options;
  const reading = { maxBytes, budget, deadline: call.deadline, ...(enough === undefined ? {} : { enough }) };
  const { body, received, release } = await observeBody(response, reading);
  counts.received += received;
  const { status, headers, url: answering, referer } = response;
  const told = referer === undefined ? {} : { referer };
  return { observation: { kind: 'answered', status, headers, url: answering, redirects, body, ...told }, release };
}

interface Silence {
  readonly error: ErrorReport | 'out-of-time';
}

async function ask(
  url: string,
  call: ObserveCall & { readonly range: number | undefined },
  client: HttpClient,
  onRedirect: (redirect: Redirect) => void,
): Promise<HttpResponse | Silence> {
  const { deadline } = call;
  const { signal } = deadline;
  let onStart = (): void => undefined;
  const queued = deadline.standStill(() => new Promise<void>((resolve) => (onStart = resolve)));
  try {
    const headers = headersOf(url, call);
    return await client.request({ url, headers, signal, follow: mostRedirects, onStart, onRedirect });
  } catch (error) {
    if (deadline.isOver) return { error: 'out-of-time' };
    if (signal.aborted || !(error instanceof ImgferryError) || error.scope === 'run') throw error;
    return { error: error.toReport() };
  } finally {
    onStart(); // where it never came to its turn
    await queued;
  }
}

/** Fetch, HTTP-redirect fetch: a browser follows as many. */
const mostRedirects = 20;

/** Whether a request went out before it failed; a redirect too many was counted as what it was. */
function wasSent(error: ErrorReport | 'out-of-time'): boolean {
  if (error === 'out-of-time') return true;
  return !unsent.has(error.code) && !unsent.has(String(error.facts.reason ?? '')) && error.facts.phase !== 'connect';
}

const unsent: ReadonlySet<string> = new Set([
  ...['URL_INVALID', 'ADDRESS_BLOCKED', 'DNS_FAILED', 'TLS_FAILED', 'TOO_MANY_REDIRECTS'],
  ...['ECONNREFUSED', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH'],
]);

/** What Chromium sends for an image. */
const accept = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';

function headersOf(
  url: string,
  { referer, validators, range }: Omit<ObserveCall, 'deadline'> & { readonly range: number | undefined },
): Readonly<Record<string, string>> {
  return {
    accept,
    'accept-encoding': acceptedCodings(url),
    ...(referer === undefined ? {} : { referer }),
    ...(range === undefined ? {} : { range: `bytes=0-${range - 1}` }),
    ...(validators?.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators?.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

function isRangeRefused({ observation }: Conversation): boolean {
  if (observation.kind !== 'answered') return false;
  const { status, headers } = observation;
  return status === 416 || (status === 206 && !/^bytes 0-/.test(headers['content-range'] ?? ''));
}

function seenRedirect({ status, from, to, headers }: Redirect): SeenRedirect {
  const cookie = cookieOf(headers['set-cookie'], from);
  return { status, from: shownHop(new URL(from)), to, ...(cookie ? { cookie } : {}) };
}

/** RFC 6265bis, 5.6.7.1: to another site only cookies go that say `SameSite=None` and `Secure`. */
function cookieOf(header: string | undefined, from: string): SeenRedirect['cookie'] {
  if (header === undefined) return undefined;
  const goesAnywhere = /;\s*samesite\s*=\s*none\b/i.test(header) && /;\s*secure\b/i.test(header);
  return goesAnywhere && from.startsWith('https:') ? 'cross-site' : 'same-site';
}
