import { ImgferryError } from '../core/errors.js';
import { discardBody } from '../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../net/http-client.js';
import { parseRetryAfter } from '../net/retry-after.js';

/**
 * Asks for pictures without naming a format: a server that negotiates gives the file that was put there, the most faithful
 * one, and not the WebP that it would make for a browser; and the same bytes whoever asks. No content coding is asked
 * for either: what arrives is what is kept.
 */
const imageHeaders = { accept: 'image/*,*/*;q=0.5', 'accept-encoding': 'identity' };

/** Browsers give up at 20 (Fetch, HTTP-redirect fetch); pictures need two or three. */
const redirects = 10;

/**
 * Asks for an image as a reader does, and gives back an answer that says it is one.
 *
 * @throws ImgferryError HTTP_STATUS {url, status, hops, hint}, HTTP_BUSY {url, status, hops, hint, retryAfter} for an
 *   answer outside 2xx, and what the client throws
 */
export async function requestImage(
  { url, referer }: { readonly url: string; readonly referer?: string },
  { client, signal }: { readonly client: HttpClient; readonly signal: AbortSignal },
): Promise<HttpResponse> {
  const headers = referer === undefined ? imageHeaders : { ...imageHeaders, referer };
  return requireSuccess(await client.request({ url, headers, signal, follow: redirects }), url);
}

/**
 * Gives back an answer that says it is what was asked for.
 *
 * @throws ImgferryError HTTP_STATUS, HTTP_BUSY for one outside 2xx
 */
export function requireSuccess(response: HttpResponse, url: string): HttpResponse {
  if (response.status >= 200 && response.status < 300) return response;
  discardBody(response.body);
  throw statusError(response, url);
}

function statusError({ status, headers, hops }: HttpResponse, url: string): ImgferryError {
  const place = { url, status, ...(hops.length === 0 ? {} : { hops: [...hops] }) };
  const hint = headers['cf-mitigated'] === 'challenge' ? { hint: 'challenge' } : {};
  if (!isBusy(status)) return new ImgferryError('HTTP_STATUS', { ...place, ...hint });
  const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
  return new ImgferryError('HTTP_BUSY', { ...place, ...hint, ...(retryAfter === undefined ? {} : { retryAfter }) });
}

/** What may be another answer soon (RFC 9110; RFC 8470: 425; RFC 6585: 429). */
export function isBusy(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}
