import { ImgferryError } from '../../../core/errors.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { ObjectInfo, PutOptions, StorageDriver } from '../../../core/storage.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { isObjectAbsent, type SendBucketRequest, withoutBody } from './bucket-request.js';

/** The calls that all providers answer alike. */
export type BucketCalls = Pick<StorageDriver, 'head' | 'open' | 'delete'>;

/** @param infoOf what the headers of an answer say of the object */
export function createBucketCalls(
  send: SendBucketRequest,
  infoOf: (key: ObjectKey, response: HttpResponse) => ObjectInfo,
): BucketCalls {
  return {
    async head(key, { signal }) {
      try {
        return infoOf(key, withoutBody(await send({ method: 'HEAD', key, signal })));
      } catch (error) {
        if (isObjectAbsent(error)) return undefined;
        throw error;
      }
    },

    async open(key, { signal, ifMatch }) {
      const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
      try {
        const response = await send({ method: 'GET', key, headers, signal });
        return { info: infoOf(key, response), stream: response.body };
      } catch (error) {
        throw isRefusedCondition(error) ? sourceChanged({ key, expected: ifMatch }, error) : error;
      }
    },

    async delete(key, { signal }) {
      try {
        withoutBody(await send({ method: 'DELETE', key, signal }));
      } catch (error) {
        if (!isObjectAbsent(error)) throw error;
      }
    },
  };
}

/** Of a condition on what is read: it is another object by now. */
const isRefusedCondition = (error: unknown): boolean =>
  error instanceof ImgferryError && error.code === 'OBJECT_CONFLICT';

export const sourceChanged = (facts: ImgferryError['facts'], cause: unknown): ImgferryError =>
  new ImgferryError('SOURCE_CHANGED', { ...facts, hint: 'object' }, { cause });

/**
 * Decides a put's condition by what stands there, for a provider that doesn't.
 *
 * @throws ImgferryError OBJECT_CONFLICT {bucket, key, expected, found}
 */
export function refuseStanding(
  standing: ObjectInfo | undefined,
  { ifAbsent, ifMatch }: Pick<PutOptions, 'ifAbsent' | 'ifMatch'>,
  place: { readonly bucket: string; readonly key: ObjectKey },
): void {
  if (ifAbsent ? !standing : standing?.etag === ifMatch) return;
  const facts = { expected: ifMatch ?? 'absent', found: standing?.etag ?? 'absent' };
  throw new ImgferryError('OBJECT_CONFLICT', { ...place, ...facts });
}
