import { createHash, randomBytes } from 'node:crypto';
import { keptHeaders, makeObject, type OssUpload } from './bucket.js';
import type { OssRequest, OssResponse, OssWorld } from './exchange.js';
import { xmlResponse } from './exchange.js';
import { checkDigest, checkName, copySource, refuseOverQuota, refuseOverwrite, version } from './object-operations.js';
import { ossErrors } from './oss-error.js';
import { writeXml } from './xml.js';

/** InitiateMultipartUpload. */
export function beginUpload(request: OssRequest): OssResponse {
  checkName(request.key);
  refuseOverwrite(request);
  const id = randomBytes(16).toString('hex').toUpperCase();
  request.bucket.uploads.set(id, { key: request.key, headers: keptHeaders(request.headers), parts: new Map() });
  const fields = { Bucket: request.bucket.name, Key: request.key, UploadId: id };
  return xmlResponse(writeXml('InitiateMultipartUploadResult', fields));
}

/** UploadPart, and UploadPartCopy where a source is named: the last of one number counts. */
export function putPart(request: OssRequest, world: OssWorld): OssResponse {
  const upload = uploadOf(request);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw ossErrors.invalidArgument('Part number must be an integer between 1 and 10000, inclusive.');
  }
  const isCopy = request.headers['x-oss-copy-source'] !== undefined;
  if (!isCopy) checkDigest(request);
  const body = isCopy
    ? rangeOf(copySource(request, world).body, request.headers['x-oss-copy-source-range'])
    : request.body;
  const part = makeObject(body, {}, world.now());
  upload.parts.set(number, part);
  if (!isCopy) {
    return { status: 200, headers: { etag: part.etag, 'x-oss-hash-crc64ecma': part.crc64 }, body: Buffer.alloc(0) };
  }
  return xmlResponse(
    writeXml('CopyPartResult', { ETag: part.etag, LastModified: new Date(world.now()).toISOString() }),
  );
}

function rangeOf(body: Buffer, header = ''): Buffer {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  return first === undefined ? body : body.subarray(Number(first), Number(last) + 1);
}

/** ListParts: at most 1,000 a page. */
export function listParts(request: OssRequest): OssResponse {
  const { parts } = uploadOf(request);
  const [marker, most] = [request.query.get('part-number-marker') ?? 0, request.query.get('max-parts') ?? 1000].map(
    Number,
  );
  const numbers = [...parts.keys()].sort((one, other) => one - other).filter((number) => number > (marker ?? 0));
  const page = numbers.slice(0, most);
  const fields = page.map((number) => ({
    PartNumber: number,
    ETag: parts.get(number)?.etag,
    Size: parts.get(number)?.body.length,
  }));
  return xmlResponse(
    writeXml('ListPartsResult', {
      UploadId: request.query.get('uploadId'),
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1) ?? 0,
      IsTruncated: numbers.length > page.length,
      Part: fields,
    }),
  );
}

/** CompleteMultipartUpload: ascending parts as they were put, each but the last of at least 100 KB. */
export function completeUpload(request: OssRequest, world: OssWorld): OssResponse {
  const upload = uploadOf(request);
  refuseOverwrite(request);
  const named = [
    ...request.body.toString().matchAll(/<Part>\s*<PartNumber>(\d+)<\/PartNumber>\s*<ETag>(.*?)<\/ETag>\s*<\/Part>/g),
  ];
  const parts = named.map(([, number = '', etag = '']) => ({ number: Number(number), etag: withoutQuotes(etag) }));
  if (parts.length === 0) throw ossErrors.invalidArgument('The XML you provided has no parts.');
  if (parts.some(({ number }, at) => number <= (parts[at - 1]?.number ?? 0))) throw ossErrors.invalidPartOrder();
  const bodies = parts.map(({ number, etag }) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag.replaceAll('"', '') !== etag) throw ossErrors.invalidPart();
    return part;
  });
  if (bodies.slice(0, -1).some(({ body }) => body.length < 100 * 1024)) throw ossErrors.entityTooSmall();
  const body = Buffer.concat(bodies.map((part) => part.body));
  refuseOverQuota(request, body.length);
  const md5s = createHash('md5')
    .update(bodies.map((part) => part.etag.replaceAll('"', '')).join(''))
    .digest('hex');
  const etag = `"${md5s.toUpperCase()}-${bodies.length}"`;
  const object = { ...makeObject(body, upload.headers, world.now()), etag };
  request.bucket.objects.set(request.key, object);
  request.bucket.uploads.delete(request.query.get('uploadId') ?? '');
  const { headers, body: xml } = xmlResponse(
    writeXml('CompleteMultipartUploadResult', { Bucket: request.bucket.name, Key: request.key, ETag: etag }),
  );
  return { status: 200, headers: { ...headers, 'x-oss-hash-crc64ecma': object.crc64, ...version(request) }, body: xml };
}

const withoutQuotes = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('"', '');

/** AbortMultipartUpload. */
export function abortUpload(request: OssRequest): OssResponse {
  uploadOf(request);
  request.bucket.uploads.delete(request.query.get('uploadId') ?? '');
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

function uploadOf({ bucket, key, query }: OssRequest): OssUpload {
  const id = query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload === undefined || upload.key !== key) throw ossErrors.noSuchUpload(id);
  return upload;
}
