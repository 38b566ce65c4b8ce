import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import { asDigest, type Digest } from '../core/digest.js';

export interface StreamDigest {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
}

/**
 * Reads a stream to its end for its SHA-256. Nothing is kept.
 *
 * @throws what the stream fails with; the signal's AbortError
 */
export async function digestStream(source: Readable, options: { readonly signal: AbortSignal }): Promise<StreamDigest> {
  const digester = createDigester();
  for await (const chunk of addAbortSignal(options.signal, source)) digester.update(chunk);
  return digester.finish();
}

/** Takes bytes as they pass by; `finish` once, at their end. */
export interface Digester {
  update(chunk: Uint8Array): void;
  /** Bytes so far. */
  readonly size: number;
  finish(): StreamDigest;
}

export function createDigester(): Digester {
  const hash = createHash('sha256');
  let size = 0;
  return {
    update(chunk) {
      hash.update(chunk);
      size += chunk.length;
    },
    get size() {
      return size;
    },
    finish() {
      const digest = asDigest(hash.digest('hex'));
      if (!digest) throw new TypeError('a SHA-256 that is none');
      return { digest, size };
    },
  };
}
