/** A store as it stands under `stores:` in the configuration: `url`, or `kind` and its fields. Fields win over `url`'s. */
export interface StoreConfig {
  /** `file:DIR`, `oss://BUCKET/PREFIX?…`, `s3://BUCKET/PREFIX?…`, `webdavs://HOST/PATH`. */
  readonly url?: string;
  readonly kind?: string;
  /** Folder of a `file` store. */
  readonly dir?: string;
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly cname?: string;
  readonly pathStyle?: boolean;
  readonly requesterPays?: boolean;
  /** How requests to OSS are signed: `v4` (default) or `v1`. */
  readonly signing?: string;
  /** The one address base that is written: of the bucket's root, or of the folder; `relative`: a path from the post. */
  readonly publicUrl?: string;
  /** Further public prefixes that it has or had, of the bucket's root or of the folder. */
  readonly addresses?: readonly string[];
  readonly credentials?: CredentialsChoice;
  /** Sent with every object that is stored; `content-type` always comes from the bytes. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** `env:PREFIX`, `profile:NAME`, `ossutil:NAME`, `picgo`, `piclist`, `rclone:NAME`; or the values themselves, out of variables. */
export type CredentialsChoice =
  | string
  | { readonly accessKeyId: string; readonly accessKeySecret: string; readonly securityToken?: string };

interface CommonSettings {
  /** As the person named it: a name of the configuration, or the whole address. Never holds a secret. */
  readonly name: string;
  /** Ends in `/`, or is `relative`. */
  readonly publicUrl: string | undefined;
  /** Each ends in `/`. */
  readonly addresses: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface FileStoreSettings extends CommonSettings {
  readonly kind: 'file';
  /** As it was named; a relative one starts at the working directory. */
  readonly folder: string;
}

/** What every bucket's settings have. */
interface BucketSettings extends CommonSettings {
  readonly bucket: string;
  /** Decoded; empty, or ends in `/`. */
  readonly prefix: string;
  /** As signatures name it; of OSS without `oss-`: `cn-hangzhou`. */
  readonly region: string;
  /** Where requests go, and how the bucket is named there. */
  readonly access: BucketAccess;
  /** Whoever sends requests agrees to pay for them: someone else's bucket may ask for that. */
  readonly requesterPays: boolean;
  readonly credentials: CredentialsChoice | undefined;
}

export interface OssStoreSettings extends BucketSettings {
  readonly kind: 'oss';
  readonly signing: 'v1' | 'v4';
}

export interface S3StoreSettings extends BucketSettings {
  readonly kind: 's3';
  /** Origin of the endpoint, without the bucket. */
  readonly endpoint: string;
}

/** A folder on a WebDAV server. */
export interface WebDavStoreSettings extends CommonSettings {
  readonly kind: 'webdav';
  /** `https://HOST[:PORT]` */
  readonly origin: string;
  /** Path of the folder, decoded; empty, or ends in `/`. */
  readonly prefix: string;
  readonly credentials: CredentialsChoice | undefined;
}

export type BucketStoreSettings = OssStoreSettings | S3StoreSettings;

/** An origin, without a path. `host`: the bucket is in the host name; `path`: it leads the path; `cname`: the host is the bucket. */
export interface BucketAccess {
  readonly style: 'host' | 'path' | 'cname';
  readonly origin: string;
}

export type StoreSettings = FileStoreSettings | BucketStoreSettings | WebDavStoreSettings;
