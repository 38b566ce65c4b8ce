import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { Stage } from '../core/stage.js';
import { createDigester } from '../lib/digest-stream.js';
import type { HttpClient } from '../net/http-client.js';
import { requestImage } from './request-image.js';

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

/**
 * Reads a public address as a reader does, and keeps nothing but its digest.
 *
 * @throws ImgferryError HTTP_STATUS, HTTP_BUSY and what the client throws
 */
export function createReadStage({ client }: { readonly client: HttpClient }): Stage<AddressToRead, ReadAddress> {
  return {
    name: 'public-read',
    fingerprint: 'public-read/1', // no setting changes what an address serves
    async run({ url, limit }, { signal }) {
      const response = await requestImage({ url }, { client, signal }).catch(sayReading);
      const isAttachment = /^attachment/i.test(response.headers['content-disposition'] ?? '');
      return { ...(await digestUpTo(response.body, limit)), isAttachment };
    },
  };
}

/** Nothing is fetched here: a copy elsewhere would be no help. */
function sayReading(error: unknown): never {
  const isOfHost = error instanceof ImgferryError && ofHost.has(error.code) && error.facts.hint === undefined;
  if (!isOfHost) throw error;
  throw new ImgferryError(error.code, { ...error.facts, hint: 'public-read' }, { cause: error });
}

const ofHost: ReadonlySet<string> = new Set(['DNS_FAILED', 'CONNECTION_FAILED', 'HTTP_STATUS']);

async function digestUpTo(body: AsyncIterable<Buffer>, limit: number): Promise<{ digest: Digest; size: number }> {
  const digester = createDigester();
  for await (const chunk of body) {
    digester.update(chunk);
    if (digester.size > limit) break; // leaving the loop destroys the body
  }
  return digester.finish();
}
