import type { Readable } from 'node:stream';
import { ImgferryError } from '../../core/errors.js';
import { contentTypeOf, hasImageExtension } from '../../core/image-format.js';
import { asObjectKey, type ObjectKey } from '../../core/object-key.js';
import type { FetchedImage } from '../../core/stage.js';
import type { ObjectHeaders, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { arrivedImage } from '../../fetch/arrived-image.js';
import { digestStream } from '../../lib/digest-stream.js';
import type { Spool } from '../../lib/spool.js';
import { asIdentity } from '../image-identity.js';
import type { ImagePlace, NewBytes, StandingImage } from './image-place.js';

export interface StorePlaceOptions {
  readonly store: ObjectStore;
  /** Key prefix that originals are kept below, without `/` at its end; undefined: they are not kept. */
  readonly originals: string | undefined;
  readonly isWanted: (key: string) => boolean;
  readonly spool: Spool;
  /** Larger objects are not read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Images that are objects of a store; their names are keys below its prefix. */
export function createStorePlace({
  store,
  originals,
  isWanted,
  spool,
  maxBytes,
  signal,
}: StorePlaceOptions): ImagePlace {
  const call = { signal };

  /** Under another key, its headers too. */
  async function copy(from: ObjectKey, to: ObjectKey): Promise<void> {
    const { info, stream } = await store.open(from, call);
    const file = await spool.write(stream, call);
    try {
      const body = { size: file.size, digest: file.digest, content: { path: file.path } };
      await store.store(to, body, { headers: headersOf(info), signal });
    } finally {
      spool.release(file.digest, { keep: false });
    }
  }

  return {
    store: store.id,
    originals: originals === undefined ? undefined : `${originals}/`,
    fetch: {
      name: 'fetch',
      fingerprint: 'object',
      run: ({ name }, options) => read(asObjectKey(name), options.signal),
    },
    find: () => findObjects(),
    nameAt: (address) => store.keyOf(address),
    shown: (key) => store.publicUrl(asObjectKey(key)) ?? key,
    originalOf: (key, run) => (originals === undefined ? undefined : `${originals}/${run}/${key}`),
    async digestAt(key) {
      const stream = await openIfThere(asObjectKey(key));
      return stream && (await digestStream(stream, call)).digest;
    },
    async replace({ name, stamp }, bytes, original) {
      const key = asObjectKey(name);
      const info = await store.head(key, call);
      if (info?.etag === undefined)
        throw new ImgferryError('OBJECT_CONFLICT', { key, expected: stamp, found: 'absent' });
      if (original !== undefined) await copy(key, asObjectKey(original));
      await store.replace(key, bodyOf(bytes), { headers: headersOf(info, bytes), ifMatch: stamp, signal });
    },
    async add(name, bytes, image) {
      const info = await store.head(asObjectKey(image.name), call);
      try {
        const { state } = await store.store(asObjectKey(name), bodyOf(bytes), {
          headers: headersOf(info, bytes),
          signal,
        });
        return state === 'stored';
      } catch (error) {
        if (error instanceof ImgferryError && error.code === 'OBJECT_CONFLICT') return false;
        throw error;
      }
    },
    async retire({ name, stamp }, original) {
      const key = asObjectKey(name);
      const found = (await store.head(key, call))?.etag;
      if (found !== stamp)
        throw new ImgferryError('OBJECT_CONFLICT', { key, expected: stamp, found: found ?? 'absent' });
      if (original !== undefined) await copy(key, asObjectKey(original));
      await store.remove(key, call);
    },
    async restore(name, original) {
      const key = asObjectKey(name);
      const standing = await store.head(key, call);
      if (standing?.etag === undefined) await copy(asObjectKey(original), key);
      else {
        const { info, stream } = await store.open(asObjectKey(original), call);
        const file = await spool.write(stream, call);
        const body = { size: file.size, digest: file.digest, content: { path: file.path } };
        await store.replace(key, body, { headers: headersOf(info), ifMatch: standing.etag, signal });
        spool.release(file.digest, { keep: false });
      }
      await store.remove(asObjectKey(original), call);
    },
    remove: (key) => store.remove(asObjectKey(key), call),
    close: () => store.close(),
  };

  async function read(key: ObjectKey, given: AbortSignal): Promise<FetchedImage> {
    const { info, stream } = await store.open(key, { signal: given });
    return arrivedImage(await spool.receive(stream, { limit: maxBytes, signal: given }), info.contentType);
  }

  async function openIfThere(key: ObjectKey): Promise<Readable | undefined> {
    try {
      return (await store.open(key, call)).stream;
    } catch (error) {
      if (error instanceof ImgferryError && error.code === 'OBJECT_NOT_FOUND') return undefined;
      throw error;
    }
  }

  async function* findObjects(): AsyncGenerator<StandingImage> {
    for await (const info of store.driver.list('', call)) {
      const isKept = originals !== undefined && info.key.startsWith(`${originals}/`);
      if (isKept || !isWanted(info.key) || !hasImageExtension(info.key)) continue;
      yield standingImage(info);
    }
  }

  function standingImage({ key, size, etag, lastModified }: ObjectInfo): StandingImage {
    const source = { kind: 'store', store: store.id, key } as const;
    const url = store.publicUrl(key) ?? key;
    const naming = { name: key, post: '', date: 0 };
    const asset = { identity: asIdentity(`store:${store.id}/${key}`), url, source, naming };
    return { asset, name: key, size, stamp: etag ?? `${size}:${lastModified ?? ''}` };
  }
}

const bodyOf = ({ content, digest }: NewBytes) => ({ size: content.length, digest, content });

/** What the object had, with the type of what it becomes. */
function headersOf(info: ObjectInfo | undefined, bytes?: NewBytes): ObjectHeaders {
  const contentType = bytes ? contentTypeOf(bytes.format) : info?.contentType;
  return { ...info?.headers, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
}
