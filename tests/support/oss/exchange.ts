import type { Bucket } from './bucket.js';

/** A request whose sender and bucket are known. */
export interface OssRequest {
  readonly method: string;
  readonly bucket: Bucket;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly byDefaultDomain: boolean;
}

export interface OssResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a HEAD: what a GET would send, for its Content-Length. */
  readonly body: Buffer;
}

/** What operations need of the server around them. */
export interface OssWorld {
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Epoch ms. */
  now(): number;
  readonly forceDownload: boolean;
}

export const xmlResponse = (body: Buffer): OssResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});
