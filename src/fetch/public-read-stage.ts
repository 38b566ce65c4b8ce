import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { Stage } from '../core/stage.js';
import type { HttpClient } from '../net/http-client.js';
import { createReadStage } from './read-address.js';

/** A public address, and the bytes that it must serve. */
export interface PublicAddress {
  readonly url: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

export interface PublicReadOptions {
  readonly client: HttpClient;
  /** Told of each address that makes browsers save the picture instead of showing it. */
  readonly onForcedDownload: (url: string) => void;
}

/**
 * Reads a public address and compares the bytes.
 *
 * @throws ImgferryError PUBLIC_MISMATCH {url, expected, found} (digests), and what reading throws
 */
export function createPublicReadStage(options: PublicReadOptions): Stage<PublicAddress, void> {
  const read = createReadStage(options);
  return {
    name: read.name,
    fingerprint: read.fingerprint,
    async run({ url, digest, size }, call) {
      const found = await read.run({ url, limit: size }, call);
      if (found.digest !== digest) {
        throw new ImgferryError('PUBLIC_MISMATCH', { url, expected: digest, found: found.digest });
      }
      if (found.isAttachment) options.onForcedDownload(url);
    },
  };
}
