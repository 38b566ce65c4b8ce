import { ImgferryError } from '../../../core/errors.js';
import type { ListOptions, ObjectInfo } from '../../../core/storage.js';
import { childrenNamed, readWholeXml, textAt, type XmlElement } from '../../../lib/read-xml.js';
import { listedKey } from '../../listed-key.js';
import { readCount } from './bucket-object.js';
import { type Bucket, bodyText } from './bucket-request.js';

/** How a provider writes what it lists. */
export interface ListingDialect {
  /** Reads names of a page; they come URL-encoded where the provider says so, as XML can't hold every character. */
  readonly nameReader: (page: XmlElement) => (text: string) => string;
  readonly readToken: (text: string) => string;
}

/**
 * ListObjectsV2, 1,000 keys a page.
 *
 * @throws ImgferryError STORE_ERROR {bucket, expected, found}: a page that was cut, that names no next one though it is
 *   not the last, or that says of an object what can't be
 */
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
  const unexpected = (expected: string, found = ''): ImgferryError =>
    new ImgferryError('STORE_ERROR', { bucket: settings.bucket, expected, found });
  for (let token: string | undefined; ; ) {
    const asked = token === undefined ? query : { ...query, 'continuation-token': token };
    const response = await send({ method: 'GET', query: asked, signal: call.signal });
    const page = readWholeXml(await bodyText(response, settings, call));
    if (page?.name !== 'ListBucketResult') throw unexpected('ListBucketResult', page?.name);
    const readName = nameReader(page);
    for (const item of childrenNamed(page, 'Contents')) {
      call.signal.throwIfAborted();
      const name = readName(textAt(item, 'Key') ?? '');
      if (!name.startsWith(settings.prefix)) throw unexpected(`Key ${settings.prefix}`, name);
      const size = readCount(textAt(item, 'Size'));
      if (size === undefined) throw unexpected('Size', textAt(item, 'Size'));
      // the object that a console makes of a folder is none of the store's
      if (name !== settings.prefix) yield readItem(item, { key: name.slice(settings.prefix.length), size });
    }
    if (textAt(page, 'IsTruncated') !== 'true') return;
    const next = readToken(textAt(page, 'NextContinuationToken') ?? '');
    if (next === '' || next === token) throw unexpected('NextContinuationToken', next);
    token = next;
  }
}

function readItem(item: XmlElement, { key, size }: { readonly key: string; readonly size: number }): ObjectInfo {
  const etag = textAt(item, 'ETag');
  const storageClass = textAt(item, 'StorageClass');
  const lastModified = Date.parse(textAt(item, 'LastModified') ?? '');
  return {
    key: listedKey(key),
    size,
    ...(etag === undefined ? {} : { etag }),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(Number.isNaN(lastModified) ? {} : { lastModified }),
    headers: {},
  };
}
