import { ImgferryError } from '../core/errors.js';
import type { FetchedImage } from '../core/stage.js';
import type { Spool } from '../lib/spool.js';
import { discardBody } from '../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../net/http-client.js';
import { type Arrival, arrivedImage } from './arrived-image.js';
import { decodeContent, toContentError } from './decode-content.js';
import { requestImage } from './request-image.js';

export interface RemoteOptions {
  readonly client: HttpClient;
  readonly spool: Spool;
  /** Bytes, on the wire and unpacked. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Downloads an address: into memory, or into the spool where it is long. */
export async function fetchRemote(
  source: { readonly url: string; readonly referer?: string },
  options: RemoteOptions,
): Promise<FetchedImage> {
  const { client, maxBytes, signal } = options;
  const response = await requestImage(source, { client, signal });
  try {
    checkAnnouncedSize(response, source.url, maxBytes);
    checkRange(response, source.url);
  } catch (error) {
    discardBody(response.body);
    throw error;
  }
  return arrivedImage(await receive(response, source.url, options), response.headers['content-type']);
}

async function receive(response: HttpResponse, url: string, options: RemoteOptions): Promise<Arrival> {
  const { spool, maxBytes, signal } = options;
  const encoding = response.headers['content-encoding'] ?? '';
  try {
    const content = decodeContent(response.body, encoding, maxBytes);
    return await spool.receive(content, { limit: maxBytes, signal });
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
