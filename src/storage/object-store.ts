import { ImgferryError } from '../core/errors.js';
import type { UploadLedger } from '../core/ledger.js';
import { asObjectKey, type ObjectKey } from '../core/object-key.js';
import type {
  CallOptions,
  CopyOptions,
  CopySource,
  ListOptions,
  MultipartCalls,
  ObjectBody,
  ObjectHeaders,
  ObjectInfo,
  ObjectStore,
  PutOptions,
  StorageDriver,
  StoredObject,
  StoreOptions,
  UnreadObject,
  Upload,
  UploadedPart,
} from '../core/storage.js';
import { type RetryOptions, retry } from '../lib/retry.js';
import type { StoreAddresses } from './addresses.js';
import { partOf } from './body-stream.js';
import { checksumsOf, md5InETag } from './checksum.js';
import { type Comparison, compareObject, compareRecorded } from './compare-object.js';
import { createReadBack } from './read-back.js';
import { giveUp, type PartRange, type PartsTools, partSizeFor, uploadInParts } from './upload-in-parts.js';

export interface ObjectStoreOptions {
  /** Stable across runs and machines; see `ObjectStore.id`. */
  readonly id: string;
  readonly addresses: StoreAddresses;
  readonly retry: Omit<RetryOptions, 'signal'>;
  /** Remembers uploads in parts; undefined: none is gone on with. */
  readonly uploads?: UploadLedger;
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

  const list = (prefix: string, call: ListOptions): AsyncIterable<ObjectInfo> =>
    listAgain(driver, prefix, call, options.retry);

  const { readBack, proveCopy } = createReadBack({ id, driver, head, list: (call) => list('', call), again });

  /** Equal bytes are welcome, other bytes are somebody's: both stay. */
  async function rule(put: Standing, body: ObjectBody, call: CallOptions): Promise<StoredObject> {
    const { key } = put.info;
    const { isEqual, ...facts } = await compare(body, put.info, call);
    if (isEqual) return { key, state: 'reused', info: put.info };
    throw new ImgferryError(put.isOurs ? 'OBJECT_MISMATCH' : 'OBJECT_CONFLICT', { key, store: id, ...facts });
  }

  async function readBackNow(key: ObjectKey, body: ObjectBody, call: CallOptions): Promise<ObjectInfo> {
    const info = await head(key, call);
    if (!info) throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, expected: 'present', found: 'absent' });
    const { isEqual, ...facts } = await compare(body, info, call);
    if (!isEqual) throw new ImgferryError('OBJECT_MISMATCH', { key, store: id, ...facts });
    return info;
  }

  /** The end of an upload in parts is asked for again by itself: then our own bytes are in their own way. */
  async function holds(key: ObjectKey, body: ObjectBody, call: CallOptions): Promise<boolean> {
    const info = await head(key, call);
    return info !== undefined && (await compare(body, info, call)).isEqual;
  }

  const isToldByListing = (body: ObjectBody): boolean => driver.features.listsMd5 === true && !goesInParts(body);

  const goesInParts = ({ size }: ObjectBody): boolean =>
    driver.multipart !== undefined && size > driver.multipart.above;

  const partsTools = (multipart: MultipartCalls, call: CallOptions): PartsTools => ({
    multipart,
    store: id,
    ledger: options.uploads ?? noUploads,
    again: (action) => again(action, call),
  });

  /** Large bodies in parts, where the driver has them. */
  async function put(key: ObjectKey, body: ObjectBody, putOptions: PutOptions): Promise<void> {
    const { multipart } = driver;
    if (!multipart || !goesInParts(body)) return void (await driver.put(key, body, putOptions));
    const { signal } = putOptions;
    const partSize = partSizeFor(body.size, multipart.partSize);
    const isCurrent = async ({ etag }: UploadedPart, { start, end }: PartRange): Promise<boolean> => {
      const [md5] = await checksumsOf(partOf(body, start, end), ['md5'], { signal });
      return md5InETag(etag) === md5;
    };
    const putPart = (upload: Upload, { number, start, end }: PartRange): Promise<UploadedPart> =>
      multipart.putPart(upload, number, partOf(body, start, end), { signal });
    const job = { key, size: body.size, partSize, content: body.digest, options: putOptions, putPart, isCurrent };
    await uploadInParts(job, partsTools(multipart, { signal }));
  }

  /** Inside the provider; large objects in parts. */
  async function copy(source: CopySource, key: ObjectKey, copyOptions: CopyOptions): Promise<void> {
    const { multipart, copies } = driver;
    if (!multipart || !copies) throw new Error(`the driver of ${id} has no copies`);
    const { signal } = copyOptions;
    if (source.size <= copies.above) return again(() => copies.copy(source, key, copyOptions), { signal });
    const partSize = partSizeFor(source.size, copies.partSize);
    const putPart = (upload: Upload, range: PartRange): Promise<UploadedPart> =>
      copies.copyPart(source, upload, range, { signal });
    const isCurrent = async (): Promise<boolean> => true; // each part was copied of the object with this ETag
    const content = `${source.bucket}/${source.key} ${source.etag}`;
    const job = {
      key,
      size: source.size,
      partSize,
      content,
      options: { headers: {}, ...copyOptions },
      putPart,
      isCurrent,
    };
    await uploadInParts(job, partsTools(multipart, { signal }));
  }

  /** @returns what already stands under the key, undefined when the body was put */
  async function putIfAbsent(key: ObjectKey, body: ObjectBody, call: PutCall): Promise<Standing | undefined> {
    let isOurs = false;
    return again(async () => {
      try {
        const found = driver.features.conditionalPut ? undefined : await driver.head(key, call);
        if (found) return { info: found, isOurs };
        await put(key, body, { ...call, ifAbsent: true });
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

  async function storeUnread(
    key: ObjectKey,
    body: ObjectBody,
    { headers, signal }: StoreOptions,
  ): Promise<StoredObject | UnreadObject> {
    const call = { headers: mergeHeaders(headers, options.headers), signal };
    const standing = await putIfAbsent(asObjectKey(key), body, call);
    if (standing) return rule(standing, body, call);
    const [md5 = ''] = isToldByListing(body) ? await checksumsOf(body, ['md5'], call) : [];
    if (md5 !== '') return { isUnread: true, key, size: body.size, md5 };
    return { key, state: 'stored', info: await readBackNow(key, body, call) };
  }

  return {
    id,
    driver,
    addresses: addresses.prefixes,
    storeUnread,
    readBack,

    async store(key, body, storeOptions) {
      const stored = await storeUnread(key, body, storeOptions);
      if (!('isUnread' in stored)) return stored;
      return { key, state: 'stored', info: await readBackNow(key, body, storeOptions) };
    },

    async replace(askedKey, body, { headers, ifMatch, signal }) {
      const key = asObjectKey(askedKey);
      const call = { headers: mergeHeaders(headers, options.headers), signal };
      let attempts = 0;
      await again(async () => {
        try {
          attempts += 1;
          await put(key, body, { ...call, ifMatch });
        } catch (error) {
          if (!(error instanceof ImgferryError) || error.code !== 'OBJECT_CONFLICT') throw error;
          // an earlier attempt may have arrived without its answer: what is read back decides
          if (attempts === 1 && !(goesInParts(body) && (await holds(key, body, call)))) throw error;
        }
      }, call);
      return readBackNow(key, body, call);
    },

    async copyFrom(source, described, askedKey, { headers, signal }) {
      const key = asObjectKey(askedKey);
      const call = { ...(headers ? { headers: mergeHeaders(headers, options.headers) } : {}), signal };
      const { place } = source.driver;
      if (!place) throw new Error(`${source.id} is no bucket`);
      const { size, etag = '' } = described;
      const copied = { bucket: place.bucket, key: place.prefix + described.key, size, etag };
      const copyOf = { store: source, info: described };
      try {
        await copy(copied, key, { ...call, ifAbsent: true });
      } catch (error) {
        if (!(error instanceof ImgferryError) || error.code !== 'OBJECT_CONFLICT') throw error;
        return proveCopy(key, copyOf, { signal }, error);
      }
      const md5 = size <= (driver.copies?.above ?? 0) && driver.features.listsMd5 ? md5InETag(etag) : undefined;
      if (md5 !== undefined) return { isUnread: true, key, size, md5, copyOf };
      return proveCopy(key, copyOf, { signal });
    },

    canCopyAsListed({ size, etag }) {
      const { copies } = driver;
      const isWhole = copies !== undefined && size <= copies.above && md5InETag(etag) !== undefined;
      return isWhole && Object.keys(options.headers ?? {}).length === 0;
    },

    async abandonUploads(call) {
      const { multipart } = driver;
      const left = multipart ? (options.uploads?.uploads(id) ?? []) : [];
      for (const upload of left) if (multipart) await giveUp(upload, partsTools(multipart, call), call);
      return left.length;
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

    isThere: (call) => again(async () => (await driver.isThere?.(call)) ?? true, call),
    head,
    open: (key, call) => again(() => driver.open(asObjectKey(key), call), call),
    list,
    publicUrl: (key) => addresses.publicUrl(key),
    keyOf: (address) => addresses.keyOf(address),
    close: () => driver.close(),
  };
}

/** Begins again behind the last key that was seen; each page has its own attempts. */
async function* listAgain(
  driver: StorageDriver,
  prefix: string,
  { signal, after: behind }: ListOptions,
  retrying: Omit<RetryOptions, 'signal'>,
): AsyncGenerator<ObjectInfo> {
  let after = behind;
  let items: AsyncIterator<ObjectInfo> | undefined;
  const takeNext = async (): Promise<IteratorResult<ObjectInfo>> => {
    items ??= driver.list(prefix, { signal, ...(after === undefined ? {} : { after }) })[Symbol.asyncIterator]();
    try {
      return await items.next();
    } catch (error) {
      items = undefined; // a generator that threw is over
      throw error;
    }
  };
  try {
    for (;;) {
      const { done, value } = await retry(takeNext, { ...retrying, signal });
      if (done) return;
      after = value.key;
      yield value;
    }
  } finally {
    await items?.return?.();
  }
}

const noUploads: UploadLedger = {
  uploadOf: () => undefined,
  uploads: () => [],
  recordUpload: () => undefined,
  forgetUpload: () => undefined,
};

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
