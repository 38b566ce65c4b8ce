import type { ImageLook } from '../../../core/image-look.js';
import { digestOf } from '../../../lib/digest.js';
import type { Limiter } from '../../../lib/limiter.js';
import { inspectInTurn } from './inspect-in-turn.js';

export interface BytesLookOptions {
  /** Decode every pixel; else headers are believed. */
  readonly deep: boolean;
  readonly maxPixels: number;
  readonly decode: Limiter;
}

export interface BytesLookCall {
  readonly signal: AbortSignal;
  /** Where something names one. */
  readonly contentType?: string;
  /** Bytes of the whole image, where only its first ones are here. */
  readonly totalBytes?: number;
}

/** Looks at an image that is here. */
export type LookAtBytes = (bytes: Uint8Array, call: BytesLookCall) => Promise<ImageLook>;

export function createBytesLook({ deep, maxPixels, decode }: BytesLookOptions): LookAtBytes {
  return async (bytes, { signal, contentType, totalBytes = bytes.length }) => {
    const isWhole = totalBytes <= bytes.length;
    const input = {
      bytes,
      ...(contentType === undefined ? {} : { contentType }),
      ...(isWhole ? {} : { totalBytes }),
    };
    const { verdict, facts } = await inspectInTurn(input, { signal, deep, maxPixels }, decode);
    const hasSize = facts !== undefined && facts.width > 0;
    return {
      verdict,
      ...(isWhole ? { digest: digestOf(bytes) } : {}),
      bytes: totalBytes,
      ...(facts === undefined ? {} : { format: facts.format }),
      ...(hasSize ? { width: facts.width, height: facts.height } : {}),
    };
  };
}
