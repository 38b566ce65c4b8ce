import type { Readable } from 'node:stream';
import type { Digest } from './digest.js';
import type { ObjectKey } from './object-key.js';

/** Bytes to put: in memory, or a file of the spool; either can be read again for a second try. */
export interface ObjectBody {
  readonly size: number;
  readonly digest: Digest;
  readonly content: Buffer | { readonly path: string };
}

/** Header names are lower case; `x-oss-meta-…` and the like are the driver's. */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface ObjectInfo {
  readonly key: ObjectKey;
  readonly size: number;
  readonly etag?: string;
  /** The provider's own checksum of the bytes, where it gives one. */
  readonly checksum?: Checksum;
  readonly contentType?: string;
  /** In the provider's words; undefined: its usual one. */
  readonly storageClass?: string;
  readonly lastModified?: number;
  /** Empty in a listing. */
  readonly headers: ObjectHeaders;
}

export interface Checksum {
  readonly kind: 'md5' | 'crc64' | 'sha256';
  /** Hex for md5 and sha256, decimal for crc64 (CRC-64/XZ). */
  readonly value: string;
}

export interface StorageFeatures {
  /** `put` with `ifAbsent` is decided by the provider; without it the store looks first and says so. */
  readonly conditionalPut: boolean;
  /** What `head` gives to compare bytes by; undefined: they must be read. */
  readonly checksum: Checksum['kind'] | undefined;
}

export interface PutOptions {
  readonly headers: ObjectHeaders;
  /** Only if nothing stands there; else OBJECT_CONFLICT. */
  readonly ifAbsent?: boolean;
  /** Only if what stands there has this ETag; else OBJECT_CONFLICT. */
  readonly ifMatch?: string;
  readonly signal: AbortSignal;
}

export interface CallOptions {
  readonly signal: AbortSignal;
}

/** What a look at a store before work says; findings are for `doctor`, what forbids work is thrown. */
export interface PreflightReport {
  readonly findings: readonly StoreFinding[];
}

export interface StoreFinding {
  readonly id: 'versioned' | 'forced-download' | 'clock' | 'case-insensitive' | 'no-conditional-put';
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/**
 * One provider's calls, and nothing more: a driver neither retries nor logs nor checks keys (`ObjectStore` does, once
 * for all). Every call throws `ImgferryError` with the provider's error as `cause`. Keys are below the store's prefix.
 */
export interface StorageDriver {
  readonly features: StorageFeatures;
  /** Is it there, may we write; throws what forbids work. Leaves nothing behind. */
  preflight(options: CallOptions): Promise<PreflightReport>;
  /** Undefined when absent. */
  head(key: ObjectKey, options: CallOptions): Promise<ObjectInfo | undefined>;
  /** @throws OBJECT_NOT_FOUND when absent */
  open(key: ObjectKey, options: CallOptions): Promise<{ readonly info: ObjectInfo; readonly stream: Readable }>;
  /** Whole or not at all: a reader never sees half an object, and an aborted call leaves none. */
  put(key: ObjectKey, body: ObjectBody, options: PutOptions): Promise<ObjectInfo>;
  /** Idempotent. */
  delete(key: ObjectKey, options: CallOptions): Promise<void>;
  /** By page, in the provider's order; keys below the store's prefix. */
  list(prefix: string, options: CallOptions): AsyncIterable<ObjectInfo>;
  /** The address that is written; undefined where the store has no public base. */
  publicUrl(key: ObjectKey): string | undefined;
  close(): Promise<void>;
}

/** What the pipeline stores through: keys checked, conflicts ruled, retried, read back. */
export interface ObjectStore {
  /** Stable across runs and machines: kind, bucket or folder, prefix; never credentials. */
  readonly id: string;
  readonly driver: StorageDriver;
  /** Public prefixes the store has or had, each ending in `/`, the written one first. */
  readonly addresses: readonly string[];
  /**
   * Stores the body under the key and reads it back (HEAD with the provider's checksum, else GET and digest).
   *
   * @returns `reused` when the same bytes stood there already
   * @throws OBJECT_CONFLICT when other bytes stand there; they are left alone
   */
  store(key: ObjectKey, body: ObjectBody, options: StoreOptions): Promise<StoredObject>;
  /**
   * Puts the body in the place of the object that has this ETag, and reads it back. Where the provider can't compare
   * (`conditionalPut`), it is looked at right before.
   *
   * @throws OBJECT_CONFLICT when another object stands there, or none
   */
  replace(key: ObjectKey, body: ObjectBody, options: StoreOptions & { readonly ifMatch: string }): Promise<ObjectInfo>;
  /** Idempotent. */
  remove(key: ObjectKey, options: CallOptions): Promise<void>;
  /** Reads an object back and compares it with what is recorded. */
  verify(key: ObjectKey, expected: { size: number; digest: Digest }, options: CallOptions): Promise<ObjectInfo>;
  head(key: ObjectKey, options: CallOptions): Promise<ObjectInfo | undefined>;
  open(key: ObjectKey, options: CallOptions): Promise<{ readonly info: ObjectInfo; readonly stream: Readable }>;
  publicUrl(key: ObjectKey): string | undefined;
  /** The key that an address of this store names (any of `addresses`), without query; undefined for foreign addresses. */
  keyOf(address: string): ObjectKey | undefined;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly headers: ObjectHeaders;
  readonly signal: AbortSignal;
}

export interface StoredObject {
  readonly key: ObjectKey;
  readonly state: 'stored' | 'reused';
  readonly info: ObjectInfo;
}
