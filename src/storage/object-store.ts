import { ImgferryError } from '../core/errors.js';
import { asObjectKey, type ObjectKey } from '../core/object-key.js';
import type {
  CallOptions,
  ObjectBody,
  ObjectHeaders,
  ObjectInfo,
  ObjectStore,
  StorageDriver,
  StoredObject,
} from '../core/storage.js';
import { type RetryOptions, retry } from '../lib/retry.js';
import type { StoreAddresses } from './addresses.js';
import { type Comparison, compareObject, compareRecorded } from './compare-object.js';

export interface ObjectStoreOptions {
  /** Stable across runs and machines; see `ObjectStore.id`. */
  readonly id: string;
  readonly addresses: StoreAddresses;
  readonly retry: Omit<RetryOptions, 'signal'>;
  /** Sent with every object, over what the caller asks for; the type always comes from the bytes. */
  readonly headers?: ObjectHeaders;
}

/**
 * The half of storing that no driver should write again: keys checked, conflicts ruled by bytes, calls that can
 * succeed made again (each call by itself), every object read back. Only `replace` and `remove` touch what stands there.
 */
export function createObjectStore(driver: StorageDriver, options: ObjectStoreOptions): ObjectStore {
  const { id, addresses } = options;

  const again = <Result>(action: () => Promise<Result>, { signal }: CallOptions): Promise<Result> =>
    retry(action, { ...options.retry, signal });

  const head = (key: ObjectKey, call: CallOptions): Promise<ObjectInfo | undefined> =>
    again(() => driver.head(asObjectKey(key), call), call);

  const compare = (body: ObjectBody, info: ObjectInfo, call: CallOptions): Promise<Comparison> =>
    again(() => compareObject(driver, body, info, call), call);

  /** Equal bytes are welcome, other bytes are somebody's: both stay. */
  async function rule(put: Standing, body: ObjectBody, call: CallOptions): Promise<StoredObject> {
    const { key } = put.info;
    const { isEqual, ...facts } = await compare(body, put.info, call);
    if (isEqual) return { key, state: 'reused', info: put.info };
    throw new ImgferryError(put.isOurs ? 'OBJECT_MISMATCH' : 'OBJECT_CONFLICT', { key, store: id, ...facts });
  }

  async function readBack(key: ObjectKey, body: ObjectBody, call: CallOptions): Promise<ObjectInfo> {
    const info = await head(key, call);
    if (!info) throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, expected: 'present', found: 'absent' });
    const { isEqual, ...facts } = await compare(body, info, call);
    if (!isEqual) throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, ...facts });
    return info;
  }

  /** @returns what already stands under the key, undefined when the body was put */
  async function putIfAbsent(key: ObjectKey, body: ObjectBody, call: PutCall): Promise<Standing | undefined> {
    let isOurs = false;
    return again(async () => {
      try {
        const found = driver.features.conditionalPut ? undefined : await driver.head(key, call);
        if (found) return { info: found, isOurs };
        await driver.put(key, body, { ...call, ifAbsent: true });
        return undefined;
      } catch (error) {
        if (!(error instanceof ImgferryError)) throw error;
        isOurs ||= error.code === 'CHECKSUM_MISMATCH'; // stored by us, but not as we sent it
        if (error.code !== 'OBJECT_CONFLICT') throw error;
        const info = await driver.head(key, call);
        if (info) return { info, isOurs };
        // Gone again between two calls: a passing state, so the put is tried once more.
        throw new ImgferryError('STORE_ERROR', { key, store: id, found: 'vanished' }, { cause: error });
      }
    }, call);
  }

  return {
    id,
    driver,
    addresses: addresses.prefixes,

    async store(askedKey, body, { headers, signal }) {
      const key = asObjectKey(askedKey);
      const call = { headers: mergeHeaders(headers, options.headers), signal };
      const standing = await putIfAbsent(key, body, call);
      if (standing) return rule(standing, body, call);
      return { key, state: 'stored', info: await readBack(key, body, call) };
    },

    async replace(askedKey, body, { headers, ifMatch, signal }) {
      const key = asObjectKey(askedKey);
      const call = { headers: mergeHeaders(headers, options.headers), signal };
      let attempts = 0;
      await again(async () => {
        try {
          attempts += 1;
          await driver.put(key, body, { ...call, ifMatch });
        } catch (error) {
          const isConflict = error instanceof ImgferryError && error.code === 'OBJECT_CONFLICT';
          // an earlier attempt may have arrived without its answer: what is read back decides
          if (!isConflict || attempts === 1) throw error;
        }
      }, call);
      return readBack(key, body, call);
    },

    remove: (key, call) => again(() => driver.delete(asObjectKey(key), call), call),

    async verify(askedKey, expected, call) {
      const key = asObjectKey(askedKey);
      const info = await head(key, call);
      if (!info) throw new ImgferryError('OBJECT_NOT_FOUND', { key, store: id });
      const { isEqual, ...facts } = await again(() => compareRecorded(driver, info, expected, call), call);
      if (!isEqual) throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, ...facts });
      return info;
    },

    head,
    open: (key, call) => again(() => driver.open(asObjectKey(key), call), call),
    publicUrl: (key) => addresses.publicUrl(key),
    keyOf: (address) => addresses.keyOf(address),
    close: () => driver.close(),
  };
}

/** An object that was there when ours came; `isOurs`: our own, that the provider says it received damaged. */
interface Standing {
  readonly info: ObjectInfo;
  readonly isOurs: boolean;
}

interface PutCall extends CallOptions {
  readonly headers: ObjectHeaders;
}

function mergeHeaders(asked: ObjectHeaders, configured: ObjectHeaders | undefined): ObjectHeaders {
  const contentType = asked['content-type'];
  return { ...asked, ...configured, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
}
