import type { KeyPair } from '../../../credentials/credentials.js';

/** A request as OSS signs it: by bucket and key, whatever the address that it is sent to looks like. */
export interface SignableRequest {
  readonly method: string;
  readonly bucket: string;
  /** Decoded, whole; empty for the bucket itself. */
  readonly key: string;
  /** Decoded names and values; an empty value is a name alone. */
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface SigningContext {
  readonly keys: KeyPair;
  /** Without `oss-`. */
  readonly region: string;
  /** Epoch ms. */
  readonly at: number;
}

/** @returns the request's headers and those that make the signature */
export type Sign = (request: SignableRequest, context: SigningContext) => Record<string, string>;
