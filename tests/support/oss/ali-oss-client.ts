import { createRequire } from 'node:module';

/** Those calls of the provider's own client that tests make; the package has no types of its own. */
export interface AliOss {
  put(key: string, body: Buffer, options?: PutOptions): Promise<unknown>;
  get(key: string): Promise<{ content: Buffer; res: { headers: Record<string, string> } }>;
  head(key: string): Promise<{ meta: Record<string, string> | null }>;
  delete(key: string): Promise<{ res: { status: number } }>;
  multipartUpload(key: string, path: string, options: { partSize: number; mime?: string }): Promise<unknown>;
  copy(key: string, source: string, options?: { headers: Record<string, string> }): Promise<unknown>;
  listV2(query: Record<string, string | number>): Promise<Listing>;
  getBucketInfo(name: string): Promise<{ bucket: Record<string, unknown> }>;
  getBucketLocation(name: string): Promise<{ location: string }>;
  getBucketVersioning(name: string): Promise<{ versionStatus?: string }>;
}

interface PutOptions {
  readonly mime?: string;
  readonly meta?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

interface Listing {
  readonly objects: readonly { readonly name: string; readonly size: number }[];
  readonly prefixes: readonly string[] | null;
  readonly isTruncated: boolean;
  readonly nextContinuationToken: string | null;
}

export interface AliOssOptions {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly stsToken?: string;
  readonly bucket: string;
  /** With `oss-`. */
  readonly region: string;
  readonly authorizationV4: boolean;
  /** In ms. */
  readonly timeout: number;
}

/** Makes the provider's own client, an implementation independent of this program's and of the loopback server's. */
export function createAliOss(options: AliOssOptions): AliOss {
  return new Client(options);
}

const Client: new (options: AliOssOptions) => AliOss = createRequire(import.meta.url)('ali-oss');
