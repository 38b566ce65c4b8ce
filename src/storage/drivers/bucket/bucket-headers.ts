import { ImgferryError } from '../../../core/errors.js';
import type { CopyCalls, HeaderCalls, ObjectHeaders } from '../../../core/storage.js';
import { readWholeXml, type XmlElement } from '../../../lib/read-xml.js';
import { type HeaderPrefix, ownHeaders } from './bucket-object.js';
import { type Bucket, bodyText, withoutBody } from './bucket-request.js';

/** How a provider tells who may read an object. */
export interface AccessDialect {
  readonly prefix: HeaderPrefix;
  readonly copies: CopyCalls;
  /** Name of the header that sets it. */
  readonly aclHeader: string;
  /** In the header's words; undefined where no word of it says the same. */
  readonly aclIn: (answer: XmlElement | undefined) => string | undefined;
  /** What a copy gets without the header. */
  readonly aclOfCopies: string;
}

/**
 * New headers for an object by a copy onto itself inside the provider, which is made only of the object that was looked
 * at. Such a copy has nothing but what is sent with it, so that all else that the object has is sent again.
 */
export function createHeaderCalls(bucket: Bucket, dialect: AccessDialect): HeaderCalls {
  const { send, settings } = bucket;
  const { prefix, copies, aclHeader, aclIn, aclOfCopies } = dialect;

  const readAcl: HeaderCalls['readAcl'] = async (key, call) => {
    try {
      const response = await send({ method: 'GET', key, query: { acl: '' }, ...call });
      return aclIn(readWholeXml(await bodyText(response, settings, call)));
    } catch (error) {
      if (error instanceof ImgferryError && error.facts.status === 501) return aclOfCopies; // R2 has none
      throw error;
    }
  };

  return {
    aclHeader,
    readAcl,
    async setHeaders(key, headers, { ifMatch, without = [], signal }) {
      const { headers: found } = withoutBody(await send({ method: 'HEAD', key, signal }));
      const facts = { bucket: settings.bucket, key };
      if (found.etag !== ifMatch) {
        throw new ImgferryError('SOURCE_CHANGED', { ...facts, expected: ifMatch, found: found.etag, hint: 'archive' });
      }
      const size = Number(found['content-length']);
      if (size > copies.above) {
        throw new ImgferryError('STORE_REFUSED', { ...facts, hint: 'too-large', expected: copies.above, found: size });
      }
      const acl = headers[aclHeader] ?? (await readAcl(key, { signal }));
      if (acl === undefined) throw new ImgferryError('STORE_REFUSED', { ...facts, hint: 'own-acl' });
      const kept = Object.entries(keptByCopies(found, prefix)).filter(([header]) => !without.includes(header));
      const all = {
        ...Object.fromEntries(kept),
        ...(acl === aclOfCopies ? {} : { [aclHeader]: acl }),
        ...headers,
      };
      const source = { bucket: settings.bucket, key: settings.prefix + key, size, etag: ifMatch };
      await copies.copy(source, key, { headers: all, signal });
    },
  };
}

function keptByCopies(found: ObjectHeaders, prefix: HeaderPrefix): ObjectHeaders {
  const isEncryption = (name: string): boolean =>
    name.startsWith(`${prefix}server-side-encryption`) && !name.includes('customer');
  const more = Object.entries(found).filter(
    ([name]) => isEncryption(name) || name === `${prefix}website-redirect-location`,
  );
  return { ...ownHeaders(found, prefix), ...Object.fromEntries(more) };
}
