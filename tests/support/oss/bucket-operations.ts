import type { Bucket } from './bucket.js';
import type { OssRequest, OssResponse } from './exchange.js';
import { xmlResponse } from './exchange.js';
import { ossErrors } from './oss-error.js';
import { percentEncode } from './signature.js';
import { writeXml, type XmlFields } from './xml.js';

/** What a GET on a bucket asks for is in its query: a sub-resource, or a listing. */
export function readBucket(request: OssRequest): OssResponse {
  const { query, bucket } = request;
  if (query.has('bucketInfo')) return bucketInfo(bucket);
  if (query.has('location')) return location(bucket);
  if (query.has('versioning')) return versioning(bucket);
  if (query.has('acl')) return acl(bucket);
  if (query.get('list-type') === '2') return listObjects(request);
  throw ossErrors.notImplemented([...query.keys()].join(' ') || 'ListObjects');
}

const owner = { ID: '1234567890', DisplayName: '1234567890' };

function bucketInfo(bucket: Bucket): OssResponse {
  const fields = {
    Name: bucket.name,
    Location: `oss-${bucket.region}`,
    CreationDate: '2024-01-01T00:00:00.000Z',
    ExtranetEndpoint: `oss-${bucket.region}.aliyuncs.com`,
    IntranetEndpoint: `oss-${bucket.region}-internal.aliyuncs.com`,
    StorageClass: 'Standard',
    DataRedundancyType: 'LRS',
    AccessControlList: { Grant: bucket.acl ?? 'private' },
    BlockPublicAccess: bucket.acl !== 'public-read',
    Versioning: bucket.versioned ? 'Enabled' : undefined,
    Owner: owner,
  };
  return xmlResponse(writeXml('BucketInfo', { Bucket: fields }));
}

/** The region is the element's own text. */
function location(bucket: Bucket): OssResponse {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint>oss-${bucket.region}</LocationConstraint>`;
  return xmlResponse(Buffer.from(text));
}

function versioning(bucket: Bucket): OssResponse {
  return xmlResponse(writeXml('VersioningConfiguration', { Status: bucket.versioned ? 'Enabled' : undefined }));
}

function acl(bucket: Bucket): OssResponse {
  const fields = { Owner: owner, AccessControlList: { Grant: bucket.acl ?? 'private' } };
  return xmlResponse(writeXml('AccessControlPolicy', fields));
}

interface Entry {
  /** Of an object its key; of a common prefix the prefix. */
  readonly name: string;
  readonly isPrefix: boolean;
  /** The last key that stands behind it. */
  readonly last: string;
}

/** ListObjectsV2: by UTF-8 bytes, 100 entries (at most 1,000) a page, a common prefix being one entry. */
function listObjects({ query, bucket }: OssRequest): OssResponse {
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url')
    throw ossErrors.invalidArgument('The encoding-type parameter is invalid.');
  const encode = encodingType === 'url' ? percentEncode : (text: string): string => text;
  const after = readToken(query.get('continuation-token')) ?? query.get('start-after') ?? '';
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const entries = listEntries(bucket, { prefix, delimiter, after, most: maxKeys + 1 });
  const page = entries.slice(0, maxKeys);
  const isTruncated = entries.length > maxKeys;
  const contents = page
    .filter((entry) => !entry.isPrefix)
    .map((entry) => objectFields(bucket, entry.name, query, encode));
  return xmlResponse(
    writeXml('ListBucketResult', {
      Name: bucket.name,
      Prefix: encode(prefix),
      StartAfter: query.has('start-after') ? encode(query.get('start-after') ?? '') : undefined,
      MaxKeys: maxKeys,
      Delimiter: encode(delimiter),
      EncodingType: encodingType,
      IsTruncated: isTruncated,
      ContinuationToken: query.get('continuation-token'),
      NextContinuationToken: isTruncated ? encode(makeToken(page.at(-1)?.last ?? '')) : undefined,
      Contents: contents,
      CommonPrefixes: page.filter((entry) => entry.isPrefix).map((entry) => ({ Prefix: encode(entry.name) })),
      KeyCount: page.length,
    }),
  );
}

interface ListRange {
  readonly prefix: string;
  readonly delimiter: string;
  readonly after: string;
  readonly most: number;
}

function listEntries(bucket: Bucket, { prefix, delimiter, after, most }: ListRange): Entry[] {
  const keys = [...bucket.objects.keys()]
    .filter((key) => key.startsWith(prefix) && compareBytes(key, after) > 0)
    .sort(compareBytes);
  const entries: Entry[] = [];
  for (const key of keys) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = at === -1 ? key : key.slice(0, at + delimiter.length);
    const isPrefix = at !== -1;
    if (isPrefix && entries.at(-1)?.name === name) entries.splice(-1, 1, { name, isPrefix, last: key });
    else if (entries.length === most) break;
    else entries.push({ name, isPrefix, last: key });
  }
  return entries;
}

function objectFields(
  bucket: Bucket,
  key: string,
  query: OssRequest['query'],
  encode: (text: string) => string,
): XmlFields {
  const object = bucket.objects.get(key);
  return {
    Key: encode(key),
    LastModified: new Date(object?.lastModified ?? 0).toISOString(),
    ETag: object?.etag,
    Type: 'Normal',
    Size: object?.body.length,
    StorageClass: object?.storageClass ?? 'Standard',
    Owner: query.get('fetch-owner') === 'true' ? owner : undefined,
  };
}

function readMaxKeys(text: string | undefined): number {
  if (text === undefined) return 100;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > 1000) throw ossErrors.invalidArgument('The max-keys parameter must be from 1 to 1000.');
  return value;
}

/** Tokens are opaque to clients; their `=`, `+` and `/` show who doesn't encode or decode them. */
const makeToken = (key: string): string => `next+/${Buffer.from(key).toString('base64')}=`;

function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const encoded = /^next\+\/(.*)=$/.exec(token)?.[1];
  if (encoded === undefined) throw ossErrors.invalidArgument('The continuation token provided is incorrect.');
  return Buffer.from(encoded, 'base64').toString();
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
