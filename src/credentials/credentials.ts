/** Whose keys they are; decides which variables and files are asked. */
export type CredentialsProvider = BucketProvider | 'webdav';

export type BucketProvider = 'oss' | 's3';

/** Of a WebDAV server: name and password. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary keys (STS). */
  readonly securityToken?: string;
}

export interface ResolvedCredentials extends KeyPair {
  readonly from: CredentialsOrigin;
}

/** Where keys were found, for people; never the keys. `name`: the variable, profile, remote or field. */
export interface CredentialsOrigin {
  readonly kind: 'env' | 'aliyun' | 'aws' | 'ossutil' | 'picgo' | 'piclist' | 'rclone' | 'config';
  readonly name: string;
  readonly path?: string;
}

/** `env:PREFIX`, `profile:NAME`, `ossutil:NAME`, `picgo`, `picgo:NAME`, `piclist`, `rclone:NAME`, or the keys themselves. */
export type CredentialsSource = string | KeyPair;

/** What a source is read from. */
export interface CredentialsPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** One place where keys may be: undefined when it has none; what it has wrong is thrown. */
export type FindCredentials = (place: CredentialsPlace, name: string) => Promise<ResolvedCredentials | undefined>;
