import { createHash } from 'node:crypto';
import { crc64 } from './crc64.js';

/** A bucket as a test asks for it. */
export interface BucketSettings {
  readonly name: string;
  /** Without `oss-`: `cn-hangzhou`. */
  readonly region: string;
  readonly acl?: 'private' | 'public-read';
  readonly versioned?: boolean;
  /** Of another account than those that have keys here, who must agree to pay. */
  readonly requesterPays?: boolean;
  /** Bytes that all objects may have together; more is refused as a full bucket is. */
  readonly quota?: number;
}

/** An object as it is stored. */
export interface OssObject {
  readonly body: Buffer;
  /** Content-Type, Cache-Control and the like, and `x-oss-meta-*`; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Upper-case MD5 in quotes. */
  readonly etag: string;
  readonly crc64: string;
  /** Epoch ms. */
  readonly lastModified: number;
  /** Default: Standard. */
  readonly storageClass?: string;
  /** Default: as the bucket is. */
  readonly acl?: string;
  /** Of an archived object: `ongoing-request="false", expiry-date="…"` where a restored copy can be read. */
  readonly restore?: string;
}

export interface Bucket extends BucketSettings {
  readonly objects: Map<string, OssObject>;
  /** Uploads in parts that were begun and neither completed nor aborted, by their ids. */
  readonly uploads: Map<string, OssUpload>;
}

export interface OssUpload {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, OssObject>;
}

export function makeObject(body: Buffer, headers: OssObject['headers'], lastModified: number): OssObject {
  const etag = `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`;
  return { body, headers, etag, crc64: crc64(body), lastModified };
}

const keptNames = new Set([
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
]);

/** Those headers of a request that an object keeps. */
export function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => keptNames.has(name) || name.startsWith('x-oss-meta-'));
  return { 'content-type': 'application/octet-stream', ...Object.fromEntries(kept) };
}
