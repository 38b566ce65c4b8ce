import { ImgferryError } from '../core/errors.js';
import type { FetchedImage } from '../core/stage.js';
import type { Spool, SpooledFile } from '../lib/spool.js';
import { discardBody } from '../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../net/http-client.js';
import { parseRetryAfter } from '../net/retry-after.js';
import { decodeContent, toContentError } from './decode-content.js';

export interface RemoteOptions {
  readonly client: HttpClient;
  readonly spool: Spool;
  /** Bytes, on the wire and unpacked. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Asks for pictures without naming a format: a server that negotiates gives the file that was put there, the most faithful
 * one, and not the WebP that it would make for a browser; and the same bytes whoever asks. No content coding is asked
 * for either: what arrives is what is kept.
 */
const imageHeaders = { accept: 'image/*,*/*;q=0.5', 'accept-encoding': 'identity' };

/** Browsers give up at 20 (Fetch, HTTP-redirect fetch); pictures need two or three. */
const redirects = 10;

/** Downloads an address into the spool. */
export async function fetchRemote(
  source: { readonly url: string; readonly referer?: string },
  options: RemoteOptions,
): Promise<FetchedImage> {
  const { client, maxBytes, signal } = options;
  const headers = source.referer === undefined ? imageHeaders : { ...imageHeaders, referer: source.referer };
  const response = await client.request({ url: source.url, headers, signal, follow: redirects });
  try {
    checkStatus(response, source.url);
    checkAnnouncedSize(response, source.url, maxBytes);
    checkRange(response, source.url);
  } catch (error) {
    discardBody(response.body);
    throw error;
  }
  const file = await receive(response, source.url, options);
  const contentType = response.headers['content-type'];
  return { ...file, isSpooled: true, ...(contentType === undefined ? {} : { contentType }) };
}

async function receive(response: HttpResponse, url: string, options: RemoteOptions): Promise<SpooledFile> {
  const { spool, maxBytes, signal } = options;
  const encoding = response.headers['content-encoding'] ?? '';
  try {
    const content = decodeContent(response.body, encoding, maxBytes);
    return await spool.write(content, { limit: maxBytes, signal });
  } catch (error) {
    response.body.destroy();
    throw withAddress(toContentError(error, url, encoding), url);
  }
}

/** The spool and the decoder don't know whose bytes they were. */
function withAddress(error: unknown, url: string): unknown {
  if (!(error instanceof ImgferryError) || error.scope !== 'asset' || error.facts.url !== undefined) return error;
  return new ImgferryError(error.code, { url, ...error.facts }, { cause: error.cause ?? error });
}

/** What may be another answer soon (RFC 9110; RFC 8470: 425; RFC 6585: 429). */
function isBusy(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

function checkStatus({ status, headers, hops }: HttpResponse, url: string): void {
  if (status >= 200 && status < 300) return;
  const place = { url, status, ...(hops.length === 0 ? {} : { hops: [...hops] }) };
  const hint = headers['cf-mitigated'] === 'challenge' ? { hint: 'challenge' } : {};
  if (!isBusy(status)) throw new ImgferryError('HTTP_STATUS', { ...place, ...hint });
  const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  throw new ImgferryError('HTTP_BUSY', { ...place, ...hint, ...(retryAfter === undefined ? {} : { retryAfter }) });
}

function checkAnnouncedSize({ headers }: HttpResponse, url: string, maxBytes: number): void {
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge(url, maxBytes, announced);
}

/** A 206 that nobody asked for is fine when it holds the whole (RFC 9110, 14.4). */
function checkRange({ status, headers }: HttpResponse, url: string): void {
  if (status !== 206) return;
  const [, first, last, whole] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
  if (first === undefined || (first === '0' && Number(last) + 1 === Number(whole))) return;
  const facts = { url, expected: Number(whole), found: Number(last) - Number(first) + 1 };
  throw new ImgferryError('RESPONSE_CUT', facts);
}

function tooLarge(url: string, expected: number, found?: number): ImgferryError {
  return new ImgferryError('TOO_LARGE', { url, expected, ...(found === undefined ? {} : { found }) });
}
