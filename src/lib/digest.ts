import { hash } from 'node:crypto';
import { asDigest, type Digest } from '../core/digest.js';

/** SHA-256 of some bytes, or of a text's UTF-8. */
export function digestOf(content: Uint8Array | string): Digest {
  const digest = asDigest(hash('sha256', content));
  if (digest === undefined) throw new Error('SHA-256 gave no digest');
  return digest;
}
