import { createHash } from 'node:crypto';
import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { Stage } from '../core/stage.js';
import type { HttpClient } from '../net/http-client.js';
import { parseRetryAfter } from '../net/retry-after.js';

/** An address to read, and how far. */
export interface AddressToRead {
  readonly url: string;
  /** Bytes; one more is read, so that a longer body is noticed. */
  readonly limit: number;
}

/** What an address served. */
export interface ReadAddress {
  /** Of what was read: of the whole body unless it was longer than the limit. */
  readonly digest: Digest;
  readonly size: number;
  /** Whether a browser saves it instead of showing it, when it is opened by itself (RFC 6266). */
  readonly isAttachment: boolean;
}

export interface ReadAddressOptions {
  readonly client: HttpClient;
  readonly now: () => number;
}

/**
 * Reads a public address as a reader does, and keeps nothing but its digest.
 *
 * @throws ImgferryError HTTP_STATUS {url, status}, HTTP_BUSY {url, status, retryAfter} and what the client throws
 */
export function createReadStage({ client, now }: ReadAddressOptions): Stage<AddressToRead, ReadAddress> {
  return {
    name: 'public-read',
    fingerprint: 'public-read/1',
    async run({ url, limit }, { signal }) {
      const headers = { accept: 'image/*,*/*;q=0.5', 'accept-encoding': 'identity' };
      const response = await client.request({ url, headers, signal, follow: 5 });
      if (response.status !== 200) {
        response.body.destroy();
        throw statusError(url, response.status, parseRetryAfter(response.headers['retry-after'], now()));
      }
      const isAttachment = /^attachment/i.test(response.headers['content-disposition'] ?? '');
      return { ...(await digestUpTo(response.body, limit)), isAttachment };
    },
  };
}

function statusError(url: string, status: number, retryAfter: number | undefined): ImgferryError {
  const isBusy = status === 408 || status === 425 || status === 429 || status >= 500;
  return isBusy
    ? new ImgferryError('HTTP_BUSY', { url, status, retryAfter })
    : new ImgferryError('HTTP_STATUS', { url, status });
}

async function digestUpTo(body: AsyncIterable<Buffer>, limit: number): Promise<{ digest: Digest; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    size += chunk.length;
    if (size > limit) break; // leaving the loop destroys the body
  }
  return { digest: hash.digest('hex') as Digest, size };
}
