import { ImgferryError } from '../core/errors.js';
import type { ObjectKey } from '../core/object-key.js';
import type {
  CallOptions,
  ListOptions,
  ObjectInfo,
  ObjectStore,
  ProvenObject,
  StorageDriver,
  UnreadObject,
} from '../core/storage.js';
import { createLimiter } from '../lib/limiter.js';
import { md5InETag } from './checksum.js';
import { compareCopy, compareRecorded } from './compare-object.js';
import { findListed } from './find-listed.js';

/** Calls of the store that objects are read back from; each is made again where that can succeed. */
export interface ReadBackCalls {
  readonly id: string;
  readonly driver: StorageDriver;
  head(key: ObjectKey, call: CallOptions): Promise<ObjectInfo | undefined>;
  list(options: ListOptions): AsyncIterable<ObjectInfo>;
  again<Result>(action: () => Promise<Result>, call: CallOptions): Promise<Result>;
}

export interface ReadBack {
  readonly readBack: ObjectStore['readBack'];
  /**
   * Compares a copy with what it was made of.
   *
   * @param conflict what the copy was refused with: perhaps by a call of ours whose answer got lost, so that the bytes decide
   */
  proveCopy(key: ObjectKey, copyOf: CopyOf, call: CallOptions, conflict?: ImgferryError): Promise<ProvenObject>;
}

type CopyOf = NonNullable<UnreadObject['copyOf']>;

const readsAtOnce = 8;

export function createReadBack({ id, driver, head, list, again }: ReadBackCalls): ReadBack {
  async function present(key: ObjectKey, call: CallOptions): Promise<ObjectInfo> {
    const info = await head(key, call);
    if (info) return info;
    throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, expected: 'present', found: 'absent' });
  }

  async function proveCopy(
    key: ObjectKey,
    { store: source, info: described }: CopyOf,
    call: CallOptions,
    conflict?: ImgferryError,
  ): Promise<ProvenObject> {
    const info = await present(key, call);
    const ends = [
      { driver: source.driver, info: described },
      { driver, info },
    ] as const;
    const { isEqual, digest, ...facts } = await again(() => compareCopy(...ends, call), call);
    if (isEqual) return { info, ...(digest === undefined ? {} : { digest }) };
    const newer = await source.head(described.key, call);
    if (newer && newer.etag !== described.etag) {
      // Ceph copies whatever stands there by now, whole: that is as good, where it is the newest
      const again = await compareCopy({ ...ends[0], info: newer }, ends[1], call);
      if (again.isEqual) return { info, isNewer: true, ...(again.digest ? { digest: again.digest } : {}) };
    }
    const code = conflict ? 'OBJECT_CONFLICT' : 'OBJECT_MISMATCH';
    throw new ImgferryError(code, { key, store: id, ...facts }, { cause: conflict });
  }

  async function prove({ key, size, md5, copyOf }: UnreadObject, call: CallOptions): Promise<ProvenObject> {
    if (copyOf) return proveCopy(key, copyOf, call);
    const info = await present(key, call);
    const expected = { size, checksum: { kind: 'md5', value: md5 } } as const;
    const { isEqual, ...facts } = await again(() => compareRecorded(driver, info, expected, call), call);
    if (isEqual) return { info };
    throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, ...facts });
  }

  return {
    proveCopy,
    async readBack(objects, call) {
      const listed = await findListed(
        objects.map(({ key }) => key),
        (after) => list({ ...call, ...(after === undefined ? {} : { after }) }),
      );
      const limit = createLimiter(readsAtOnce);
      return Promise.all(
        objects.map((object) => {
          const info = listed.get(object.key);
          if (info?.size === object.size && hasMd5(info, object)) return withMd5({ info }, object);
          const single = limit(() => prove(object, call));
          return single.then((found) => withMd5(found, object), asOutcome);
        }),
      );
    },
  };
}

const hasMd5 = ({ etag }: ObjectInfo, { md5 }: UnreadObject): boolean => md5InETag(etag) === md5;

/** The checksum that it was proved by: the same one, however many were asked for at once. */
function withMd5(found: ProvenObject, object: UnreadObject): ProvenObject {
  if (!hasMd5(found.info, object)) return found;
  return { ...found, info: { ...found.info, checksum: { kind: 'md5', value: object.md5 } } };
}

function asOutcome(error: unknown): ImgferryError {
  if (error instanceof ImgferryError) return error;
  throw error;
}
