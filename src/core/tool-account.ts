import type { ErrorReport } from './errors.js';

/** Tools whose configuration may hold keys of a bucket; `environment`: the usual variables. */
export type CredentialsTool = 'environment' | 'picgo' | 'piclist' | 'ossutil' | 'aliyun' | 'rclone' | 'aws';

/** What another tool's configuration says of a bucket's keys, and of the bucket where it names one. Never the keys. */
export interface ToolAccount {
  readonly tool: CredentialsTool;
  readonly provider: 'oss' | 's3';
  /** What `credentials:` points at it with: `picgo`, `rclone:NAME`. */
  readonly source: string;
  /** Its key's id as it may be shown. */
  readonly keyId: string;
  /** Absolute; undefined: a variable. */
  readonly path?: string;
  readonly bucket?: BucketOfAccount;
}

/** What is known of a bucket; where nothing says its name, the rest is still a hint. */
export interface BucketOfAccount {
  readonly name?: string;
  /** Keys live below it; no slash at either end. */
  readonly prefix?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly isPathStyle?: boolean;
  /** Address of the bucket's root that readers have. */
  readonly publicUrl?: string;
}

/** A configuration that is there, whose keys can't be pointed at. */
export interface UnusableAccount {
  readonly tool: CredentialsTool;
  readonly error: ErrorReport;
}
