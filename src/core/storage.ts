import type { Readable } from 'node:stream';
import type { Digest } from './digest.js';
import type { ImgferryError } from './errors.js';
import type { ObjectKey } from './object-key.js';

/** Bytes to put: in memory, or a file of the spool; either can be read again for a second try. */
export interface ObjectBody {
  readonly size: number;
  readonly digest: Digest;
  readonly content: Buffer | { readonly path: string };
}

/** Some of a body's bytes: a buffer, or a file's from `start` up to, not including, `end`. */
export interface BodyPart {
  readonly size: number;
  readonly content: Buffer | { readonly path: string; readonly start: number; readonly end: number };
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
  readonly lastModified?: number;
  /** As the provider names it; of a listing too. */
  readonly storageClass?: string;
  /** Of an object in an archive class: a restored copy of it can be read. */
  readonly isRestored?: boolean;
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
  /** The ETags of a listing are MD5s of objects that were put in one piece, so that one page of it tells of a thousand. */
  readonly listsMd5?: boolean;
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

export interface OpenOptions extends CallOptions {
  /** Only if what stands there has this ETag; else SOURCE_CHANGED. */
  readonly ifMatch?: string;
}

/** An object whose bytes come. */
export interface OpenedObject {
  readonly info: ObjectInfo;
  readonly stream: Readable;
  /** It can change while it is read; else what comes is one state of it. */
  readonly canChange?: boolean;
}

export interface ListOptions extends CallOptions {
  /** Only keys behind this text, in the order of their UTF-8 bytes. */
  readonly after?: string;
}

/** Where a bucket's objects are; two of one `service` can copy from each other without a way through this machine. */
export interface BucketPlace {
  /** Provider, region and endpoint. */
  readonly service: string;
  readonly bucket: string;
  /** Decoded; empty, or ends in `/`. */
  readonly prefix: string;
  /** The access key's id that it is opened with; looked for when it is asked for. */
  account(): Promise<string>;
}

/** An object as the source of a copy. */
export interface CopySource {
  readonly bucket: string;
  /** Whole, the prefix in it. */
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}

/** An upload in parts that was begun. */
export interface Upload {
  readonly key: ObjectKey;
  /** The provider's name of it. */
  readonly id: string;
}

export interface UploadedPart {
  /** From 1. */
  readonly number: number;
  readonly size: number;
  readonly etag: string;
}

/**
 * Objects that are put in parts: nobody sees them before `complete`. Parts may be put again; the last one counts. Every
 * call throws OBJECT_NOT_FOUND where the upload is gone.
 */
export interface MultipartCalls {
  /** Bytes; larger bodies are put in parts. */
  readonly above: number;
  /** Bytes that a part has at least, but for the last. */
  readonly partSize: number;
  begin(key: ObjectKey, options: PutOptions): Promise<Upload>;
  putPart(upload: Upload, number: number, part: BodyPart, options: CallOptions): Promise<UploadedPart>;
  listParts(upload: Upload, options: CallOptions): Promise<readonly UploadedPart[]>;
  /** Makes the object of its parts. */
  complete(
    upload: Upload,
    parts: readonly UploadedPart[],
    options: Pick<PutOptions, 'ifAbsent' | 'signal'>,
  ): Promise<void>;
  /** Idempotent. */
  abort(upload: Upload, options: CallOptions): Promise<void>;
}

/** Without `headers` an object keeps its own. */
export type CopyOptions = Omit<PutOptions, 'headers'> & Partial<Pick<PutOptions, 'headers'>>;

/** Copies inside the provider. */
export interface CopyCalls {
  /** Bytes; larger objects are copied in parts. */
  readonly above: number;
  /** Bytes that a part has at least, but for the last. */
  readonly partSize: number;
  /** @throws SOURCE_CHANGED where the source has another ETag; OBJECT_CONFLICT where something stands under the key */
  copy(source: CopySource, key: ObjectKey, options: CopyOptions): Promise<void>;
  copyPart(
    source: CopySource,
    upload: Upload,
    part: { readonly number: number; readonly start: number; readonly end: number },
    options: CallOptions,
  ): Promise<UploadedPart>;
}

/** Changes what an object has beside its bytes, inside the provider. */
export interface HeaderCalls {
  /** Name of the header that says who may read an object. */
  readonly aclHeader: string;
  /** In that header's words; undefined where none says the same. */
  readonly readAcl: (key: ObjectKey, options: CallOptions) => Promise<string | undefined>;
  /**
   * Sets these headers, takes those of `without` away, and leaves everything else as it is: bytes, other headers, notes,
   * class, access.
   *
   * @throws SOURCE_CHANGED where the object has another ETag; STORE_REFUSED where it is too large for one copy, or has an
   *   access list of its own (`hint: 'own-acl'`)
   */
  readonly setHeaders: (
    key: ObjectKey,
    headers: ObjectHeaders,
    options: CallOptions & { readonly ifMatch: string; readonly without?: readonly string[] },
  ) => Promise<void>;
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
  /** Undefined for what is no bucket. */
  readonly place?: BucketPlace;
  readonly multipart?: MultipartCalls;
  /** Needs `multipart`. */
  readonly copies?: CopyCalls;
  /** Undefined where objects have no headers. */
  readonly headers?: HeaderCalls;
  /** Is it there, may we write; throws what forbids work. Leaves nothing behind. */
  preflight(options: CallOptions): Promise<PreflightReport>;
  /** Undefined when absent. */
  head(key: ObjectKey, options: CallOptions): Promise<ObjectInfo | undefined>;
  /** @throws OBJECT_NOT_FOUND when absent, SOURCE_CHANGED */
  open(key: ObjectKey, options: OpenOptions): Promise<OpenedObject>;
  /** Whole or not at all: a reader never sees half an object, and an aborted call leaves none. */
  put(key: ObjectKey, body: ObjectBody, options: PutOptions): Promise<ObjectInfo>;
  /** Idempotent. */
  delete(key: ObjectKey, options: CallOptions): Promise<void>;
  /** By page, in the provider's order; keys below the store's prefix. */
  list(prefix: string, options: ListOptions): AsyncIterable<ObjectInfo>;
  /** The address that is written; undefined where the store has no public base. */
  publicUrl(key: ObjectKey): string | undefined;
  /** Where a place that isn't there looks like one without objects: whether it is there. */
  readonly isThere?: (options: CallOptions) => Promise<boolean>;
  /** Where half-written objects stay behind when a machine dies: removes those that others left in a run that is over. */
  readonly sweepRun?: (run: string) => Promise<void>;
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
   * As `store`, but where the bucket's listing will tell whether the bytes arrived, the object is not read back yet: that
   * is for `readBack`, which asks of many at once.
   */
  storeUnread(key: ObjectKey, body: ObjectBody, options: StoreOptions): Promise<StoredObject | UnreadObject>;
  /**
   * Reads back what was stored or copied and not read back yet: by listing, where that takes fewer requests, and whatever
   * a listing does not prove by itself.
   *
   * @returns for each in its order what stands there, or OBJECT_MISMATCH, OBJECT_CONFLICT, SOURCE_CHANGED
   */
  readBack(objects: readonly UnreadObject[], options: CallOptions): Promise<readonly (ProvenObject | ImgferryError)[]>;
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
  verify(key: ObjectKey, expected: ExpectedObject, options: CallOptions): Promise<ObjectInfo>;
  /**
   * Copies an object of another bucket inside the provider and compares what both say of it, where they say enough;
   * else both are read.
   *
   * @returns `digest` where they were read; an object that is not read back yet where its listing will tell
   * @throws SOURCE_CHANGED where it is no longer the one that was described; OBJECT_CONFLICT, OBJECT_MISMATCH
   */
  copyFrom(
    source: ObjectStore,
    info: ObjectInfo,
    key: ObjectKey,
    options: CallOptions & Partial<StoreOptions>,
  ): Promise<ProvenObject | UnreadObject>;
  /** Whether `copyFrom` can do without headers and with what a listing says of an object: it keeps what it has. */
  canCopyAsListed(info: ObjectInfo): boolean;
  /** Gives up the uploads in parts that earlier runs began here and nobody ended; how many. */
  abandonUploads(options: CallOptions): Promise<number>;
  /** Whether the place is there; true where another call would say that it isn't. */
  isThere(options: CallOptions): Promise<boolean>;
  head(key: ObjectKey, options: CallOptions): Promise<ObjectInfo | undefined>;
  open(key: ObjectKey, options: OpenOptions): Promise<OpenedObject>;
  /** The driver's listing, each page asked for again where that can succeed. */
  list(prefix: string, options: CallOptions): AsyncIterable<ObjectInfo>;
  publicUrl(key: ObjectKey): string | undefined;
  /** The key that an address of this store names (any of `addresses`), without query; undefined for foreign addresses. */
  keyOf(address: string): ObjectKey | undefined;
  close(): Promise<void>;
}

/** What is recorded of an object: of its bytes, or what its provider said of them. */
export type ExpectedObject = { readonly size: number } & (
  | { readonly digest: Digest }
  | { readonly checksum: Checksum }
);

export interface StoreOptions {
  readonly headers: ObjectHeaders;
  readonly signal: AbortSignal;
}

export interface StoredObject {
  readonly key: ObjectKey;
  readonly state: 'stored' | 'reused';
  readonly info: ObjectInfo;
}

/** An object that was stored or copied and is to be read back: no outcome may rest on it before. */
export interface UnreadObject {
  readonly isUnread: true;
  readonly key: ObjectKey;
  readonly size: number;
  /** Of its bytes, hex. */
  readonly md5: string;
  /** What it was copied of. */
  readonly copyOf?: { readonly store: ObjectStore; readonly info: ObjectInfo };
}

/** An object that was read back: it is what was stored or copied. */
export interface ProvenObject {
  readonly info: ObjectInfo;
  /** Where it was read. */
  readonly digest?: Digest;
  /** It is not what was described, but what the source became since. */
  readonly isNewer?: true;
}
