import { ImgferryError } from '../../../core/errors.js';
import type { ListOptions, ObjectInfo } from '../../../core/storage.js';
import { childrenNamed, readXml, textAt, type XmlElement } from '../../../lib/read-xml.js';
import { listedKey } from '../../listed-key.js';
import { type Bucket, bodyText } from './bucket-request.js';

/** How a provider writes what it lists. */
export interface ListingDialect {
  /** Reads names of a page; they come URL-encoded where the provider says so, as XML can't hold every character. */
  readonly nameReader: (page: XmlElement) => (text: string) => string;
  readonly readToken: (text: string) => string;
}

/** ListObjectsV2, 1,000 keys a page. */
export async function* listBucket(
  bucket: Bucket,
  prefix: string,
  { nameReader, readToken }: ListingDialect,
  call: ListOptions,
): AsyncGenerator<ObjectInfo> {
  const { settings, send } = bucket;
  const query = {
    'list-type': '2',
    'max-keys': '1000',
    'encoding-type': 'url',
    prefix: settings.prefix + prefix,
    ...(call.after === undefined ? {} : { 'start-after': settings.prefix + call.after }),
  };
  for (let token: string | undefined, isLast = false; !isLast; ) {
    const asked = token === undefined ? query : { ...query, 'continuation-token': token };
    const response = await send({ method: 'GET', query: asked, signal: call.signal });
    const page = readXml(await bodyText(response, settings, call));
    if (page?.name !== 'ListBucketResult') {
      const facts = { expected: 'ListBucketResult', found: page?.name ?? '' };
      throw new ImgferryError('STORE_ERROR', { bucket: settings.bucket, ...facts });
    }
    const readName = nameReader(page);
    for (const item of childrenNamed(page, 'Contents')) {
      call.signal.throwIfAborted();
      const info = readItem(item, readName(textAt(item, 'Key') ?? '').slice(settings.prefix.length));
      if (info) yield info;
    }
    const next = textAt(page, 'NextContinuationToken');
    isLast = textAt(page, 'IsTruncated') !== 'true' || !next;
    token = next && readToken(next);
  }
}

/** The object that a console makes of a folder has the prefix itself as its key: it is none of the store's. */
function readItem(item: XmlElement, key: string): ObjectInfo | undefined {
  if (key === '') return undefined;
  const etag = textAt(item, 'ETag');
  const storageClass = textAt(item, 'StorageClass');
  const lastModified = Date.parse(textAt(item, 'LastModified') ?? '');
  return {
    key: listedKey(key),
    size: Number(textAt(item, 'Size')),
    ...(etag === undefined ? {} : { etag }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(Number.isNaN(lastModified) ? {} : { lastModified }),
    headers: {},
  };
}
