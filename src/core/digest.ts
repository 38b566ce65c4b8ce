/** SHA-256 of some bytes, lower-case hex, 64 characters. */
export type Digest = string & { readonly __brand: 'Digest' };

/** Takes a string for a digest if it looks like one. */
export function asDigest(hex: string): Digest | undefined {
  return /^[0-9a-f]{64}$/.test(hex) ? (hex as Digest) : undefined;
}
