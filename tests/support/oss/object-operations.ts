import { createHash, randomBytes } from 'node:crypto';
import { keptHeaders, makeObject, type OssObject } from './bucket.js';
import type { OssRequest, OssResponse, OssWorld } from './exchange.js';
import { xmlResponse } from './exchange.js';
import { ossErrors } from './oss-error.js';
import { writeXml } from './xml.js';

/** PutObject: whole or not at all; decided in one turn of the event loop, so of racing calls one wins. */
export function putObject(request: OssRequest, world: OssWorld): OssResponse {
  checkName(request.key);
  checkDigest(request);
  const object = { ...makeObject(request.body, keptHeaders(request.headers), world.now()), ...accessOf(request) };
  refuseOverwrite(request);
  refuseOverQuota(request, object.body.length);
  request.bucket.objects.set(request.key, object);
  return { status: 200, headers: { ...identity(object), ...version(request) }, body: Buffer.alloc(0) };
}

/** GetObject and HeadObject. */
export function readObject(request: OssRequest, world: OssWorld): OssResponse {
  const object = request.bucket.objects.get(request.key);
  if (object === undefined) throw ossErrors.noSuchKey(request.key);
  checkConditions(request.headers, object);
  if (request.method === 'GET') refuseArchived(object);
  const headers: Record<string, string> = {
    ...object.headers,
    ...identity(object),
    ...version(request),
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-oss-object-type': 'Normal',
    'x-oss-storage-class': object.storageClass ?? 'Standard',
    ...(object.restore === undefined ? {} : { 'x-oss-restore': object.restore }),
    ...(world.forceDownload ? forcedDownload(request, object) : {}),
  };
  const range = readRange(request.headers.range, object.body.length);
  if (range === undefined) return { status: 200, headers, body: object.body };
  const contentRange = `bytes ${range.start}-${range.end - 1}/${object.body.length}`;
  const { 'content-md5': _, ...others } = headers;
  return {
    status: 206,
    headers: { ...others, 'content-range': contentRange },
    body: object.body.subarray(range.start, range.end),
  };
}

/** GetObject and CopyObject of an object in an archive class that was not restored. */
function refuseArchived({ storageClass = 'Standard', restore }: OssObject): void {
  const isArchived = /^(?:Archive|ColdArchive|DeepColdArchive)$/.test(storageClass);
  if (isArchived && !restore?.includes('ongoing-request="false"')) throw ossErrors.invalidObjectState();
}

/** Refuses what would make a bucket larger than it may be. */
export function refuseOverQuota({ bucket, key }: OssRequest, size: number): void {
  const { quota = Number.POSITIVE_INFINITY, objects } = bucket;
  const others = [...objects].reduce((sum, [name, { body }]) => sum + (name === key ? 0 : body.length), 0);
  if (others + size > quota) throw ossErrors.quotaExceeded();
}

/** DeleteObject: 204 also where nothing stood. */
export function deleteObject(request: OssRequest): OssResponse {
  request.bucket.objects.delete(request.key);
  return { status: 204, headers: version(request), body: Buffer.alloc(0) };
}

/** CopyObject, inside one region; an object's own headers stay unless the directive is REPLACE. */
export function copyObject(request: OssRequest, world: OssWorld): OssResponse {
  checkName(request.key);
  const source = copySource(request, world);
  const directive = request.headers['x-oss-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw ossErrors.invalidArgument('The x-oss-metadata-directive header is invalid.');
  refuseOverwrite(request);
  refuseOverQuota(request, source.body.length);
  const headers = directive === 'COPY' ? source.headers : keptHeaders(request.headers);
  const { storageClass: _, restore: __, acl: ___, ...content } = source;
  const given = accessOf(request);
  const copy: OssObject = { ...content, ...given, headers, lastModified: world.now() };
  request.bucket.objects.set(request.key, copy);
  const answer = { ETag: copy.etag, LastModified: new Date(copy.lastModified).toISOString() };
  const { headers: xmlHeaders, body } = xmlResponse(writeXml('CopyObjectResult', answer));
  return { status: 200, headers: { ...xmlHeaders, 'x-oss-hash-crc64ecma': copy.crc64, ...version(request) }, body };
}

/** GetObjectACL. */
export function readAcl({ bucket, key }: OssRequest): OssResponse {
  const object = bucket.objects.get(key);
  if (object === undefined) throw ossErrors.noSuchKey(key);
  const fields = { Owner: { ID: '1', DisplayName: '1' }, AccessControlList: { Grant: object.acl ?? 'default' } };
  return xmlResponse(writeXml('AccessControlPolicy', fields));
}

/** Class and access that a request gives an object; of a copy nothing else counts. */
function accessOf({ headers }: OssRequest): Pick<OssObject, 'storageClass' | 'acl'> {
  const { 'x-oss-storage-class': storageClass, 'x-oss-object-acl': acl } = headers;
  return { ...(storageClass === undefined ? {} : { storageClass }), ...(acl === undefined ? {} : { acl }) };
}

/** The object that a copy names, if its condition holds. */
export function copySource(request: OssRequest, world: OssWorld): OssObject {
  const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/.exec(decode(request.headers['x-oss-copy-source'] ?? '')) ?? [];
  if (bucketName === undefined || key === undefined)
    throw ossErrors.invalidArgument('The x-oss-copy-source header is invalid.');
  const bucket = world.buckets.get(bucketName);
  if (bucket === undefined) throw ossErrors.noSuchBucket(bucketName);
  if (bucket.region !== request.bucket.region)
    throw ossErrors.accessDenied('Target object does not reside in the same data center as source object.');
  const source = bucket.objects.get(key);
  if (source === undefined) throw ossErrors.noSuchKey(key);
  const ifMatch = request.headers['x-oss-copy-source-if-match'];
  if (ifMatch !== undefined && !sameTag(ifMatch, source.etag)) throw ossErrors.preconditionFailed('If-Match');
  refuseArchived(source);
  return source;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw ossErrors.invalidArgument('The x-oss-copy-source header is not URL-encoded UTF-8.');
  }
}

/** Object names: UTF-8, 1 to 1,023 bytes, not starting with `/` or `\`. */
export function checkName(key: string): void {
  if (Buffer.byteLength(key) > 1023 || /^[/\\]/.test(key)) throw ossErrors.invalidObjectName();
}

export function checkDigest({ headers, body }: OssRequest): void {
  const expected = headers['content-md5'];
  if (expected !== undefined && expected !== createHash('md5').update(body).digest('base64'))
    throw ossErrors.invalidDigest();
}

/** `x-oss-forbid-overwrite` has no effect where versioning keeps what stood there. */
export function refuseOverwrite({ headers, bucket, key }: OssRequest): void {
  const value = headers['x-oss-forbid-overwrite'] ?? 'false';
  if (value !== 'true' && value !== 'false')
    throw ossErrors.invalidArgument('The x-oss-forbid-overwrite header must be true or false.');
  if (value === 'true' && !bucket.versioned && bucket.objects.has(key)) throw ossErrors.fileAlreadyExists();
}

function checkConditions(headers: OssRequest['headers'], object: OssObject): void {
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined && !sameTag(ifMatch, object.etag)) throw ossErrors.preconditionFailed('If-Match');
  if (ifNoneMatch !== undefined && sameTag(ifNoneMatch, object.etag)) throw ossErrors.notModified();
}

const sameTag = (a: string, b: string): boolean => a.replaceAll('"', '') === b.replaceAll('"', '');

/** One range of bytes; one that can't be served is ignored, as OSS does unless asked to behave by the standard. */
function readRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : undefined;
}

function identity(object: OssObject): Record<string, string> {
  const isWhole = !object.etag.includes('-'); // what came in parts has no MD5 of its own
  const md5 = Buffer.from(object.etag.replaceAll('"', ''), 'hex').toString('base64');
  return { etag: object.etag, 'x-oss-hash-crc64ecma': object.crc64, ...(isWhole ? { 'content-md5': md5 } : {}) };
}

export function version({ bucket, method }: OssRequest): Record<string, string> {
  return bucket.versioned && method !== 'HEAD' ? { 'x-oss-version-id': `CAE${randomBytes(16).toString('hex')}` } : {};
}

/** The provider's list of image types that its default domain serves as downloads; image/avif is not in it. */
const downloaded = /^image\/(?:jpeg|png|gif|webp|bmp|svg\+xml|tiff|x-icon|vnd\.microsoft\.icon|heic|heif)\b/;

function forcedDownload({ byDefaultDomain }: OssRequest, object: OssObject): Record<string, string> {
  if (!byDefaultDomain || !downloaded.test(object.headers['content-type'] ?? '')) return {};
  return { 'content-disposition': 'attachment', 'x-oss-force-download': 'true' };
}
