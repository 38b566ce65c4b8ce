import type { ObjectKey } from '../../../core/object-key.js';
import type { CallOptions, Checksum, ObjectHeaders, ObjectInfo } from '../../../core/storage.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { type BodyContent, openContent } from '../../body-stream.js';
import { type BucketRequest, type SendBucketRequest, withoutBody } from './bucket-request.js';

/** How a provider's headers begin. */
export type HeaderPrefix = 'x-oss-' | 'x-amz-';

/** An object as the headers of an answer describe it. */
export function objectInfo(
  key: ObjectKey,
  { headers }: Pick<HttpResponse, 'headers'>,
  { prefix, checksum }: { readonly prefix: HeaderPrefix; readonly checksum: Checksum | undefined },
): ObjectInfo {
  const lastModified = Date.parse(headers['last-modified'] ?? '');
  const { etag } = headers;
  const contentType = headers['content-type'];
  const storageClass = headers[`${prefix}storage-class`];
  const restore = headers[`${prefix}restore`];
  return {
    key,
    size: Number(headers['content-length']),
    ...(etag === undefined ? {} : { etag }),
    ...(checksum === undefined ? {} : { checksum }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(restore?.includes('ongoing-request="false"') ? { isRestored: true } : {}),
    ...(Number.isNaN(lastModified) ? {} : { lastModified }),
    headers: ownHeaders(headers, prefix),
  };
}

/** A count of bytes or parts as an answer writes it; undefined where it is none. */
export function readCount(text: string | undefined): number | undefined {
  const count = Number(text);
  return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(count) ? count : undefined;
}

const keptHeaders = new Set([
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
]);

/** The headers that are the object's own, not the answer's. */
export function ownHeaders(headers: ObjectHeaders, prefix: HeaderPrefix): ObjectHeaders {
  const isOwn = (name: string): boolean =>
    keptHeaders.has(name) || name === `${prefix}storage-class` || name.startsWith(`${prefix}meta-`);
  // what the default domain of OSS says to every browser is not the object's
  const isForced = headers['x-oss-force-download'] === 'true' && headers['content-disposition'] === 'attachment';
  const isTold = (name: string): boolean => isOwn(name) && !(isForced && name === 'content-disposition');
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isTold(name)));
}

/** Sends a put with its body, and lets go of the body's file whatever happens. */
export async function sendBody(
  send: SendBucketRequest,
  { content }: { readonly content: BodyContent },
  { signal, ...request }: CallOptions & Pick<BucketRequest, 'query' | 'headers'> & { readonly key: ObjectKey },
): Promise<HttpResponse> {
  const source = openContent(content);
  try {
    return withoutBody(await send({ method: 'PUT', ...request, body: source, signal }));
  } finally {
    if (!Buffer.isBuffer(source)) source.destroy(); // aborted before it was sent, nobody else closes it
  }
}
