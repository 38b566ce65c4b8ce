import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectBody, ObjectInfo, ObjectStore, OpenOptions } from '../../core/storage.js';
import { digestOf } from '../../lib/digest.js';
import { readHead } from '../../lib/read-head.js';
import { retry } from '../../lib/retry.js';
import type { Spool } from '../../lib/spool.js';
import type { CopiedObject, MoveTools } from './move-tools.js';
import { headersAt } from './object-headers.js';

const changesAtMost = 3;

/** Copies inside the provider; undefined where that can't be, and the object must come through this machine. */
export async function copyWithin(listed: ObjectInfo, tools: MoveTools): Promise<CopiedObject | undefined> {
  const { source, target, contents, way, onChanged, signal } = tools;
  const key = asObjectKey(listed.key);
  for (let attempt = 1; way.isServerSide; attempt++) {
    const info = await source.head(key, { signal }); // for its headers, and what it is by now
    if (!info) return undefined;
    const headers = headersAt(target.id, info, new Uint8Array());
    try {
      const copied = await target.copyFrom(source, info, key, { headers, signal });
      if (copied.isNewer) onChanged();
      const digest = copied.digest ?? (copied.isNewer ? undefined : contents.known('source', info));
      if (digest !== undefined) contents.remember('target', copied.info, digest);
      const { checksum } = copied.info;
      const known = { ...(digest === undefined ? {} : { digest }), ...(checksum === undefined ? {} : { checksum }) };
      return {
        state: 'stored',
        info: copied.info,
        contentType: headers['content-type'] ?? '',
        isServerSide: true,
        ...known,
      };
    } catch (error) {
      if (isChange(error) && attempt < changesAtMost) onChanged();
      else if (way.refuse(error)) return undefined;
      else throw error;
    }
  }
  return undefined;
}

/** Copies by this machine: what is read is one state of the object, and the newest where it changes meanwhile. */
export async function copyThrough(listed: ObjectInfo, tools: MoveTools): Promise<CopiedObject> {
  const { target, contents, spool, signal } = tools;
  const { info, body, head } = await readCurrent(listed, tools);
  try {
    const headers = headersAt(target.id, info, head);
    const stored = await target.store(asObjectKey(listed.key), body, { headers, signal });
    contents.remember('source', info, body.digest);
    contents.remember('target', stored.info, body.digest);
    const { digest } = body;
    const contentType = headers['content-type'] ?? '';
    return { state: stored.state, info: stored.info, contentType, isServerSide: false, digest };
  } finally {
    if (!Buffer.isBuffer(body.content)) spool.release(body.digest, { keep: false });
  }
}

async function readCurrent(listed: ObjectInfo, { source, spool, onChanged, signal }: MoveTools): Promise<ReadObject> {
  for (let attempt = 1; ; attempt++) {
    const condition = attempt === 1 && listed.etag !== undefined ? { ifMatch: listed.etag } : {};
    try {
      const read = () => readObject(source, listed, spool, { ...condition, signal });
      return await retry(read, { attempts: 4, signal });
    } catch (error) {
      if (!isChange(error) || attempt === changesAtMost) throw error;
      onChanged();
    }
  }
}

const isChange = (error: unknown): boolean => error instanceof ImgferryError && error.code === 'SOURCE_CHANGED';

interface ReadObject {
  readonly info: ObjectInfo;
  readonly body: ObjectBody;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

/** Larger objects go by the disk. */
const inMemory = 4 * 2 ** 20;

const headBytes = 4096;

/** @throws ImgferryError RESPONSE_CUT, OBJECT_NOT_FOUND, SOURCE_CHANGED */
async function readObject(
  store: ObjectStore,
  { key }: ObjectInfo,
  spool: Spool,
  options: OpenOptions,
): Promise<ReadObject> {
  const { info, stream } = await store.open(key, options);
  const check = async (found: number): Promise<void> => {
    if (store.driver.place === undefined) await refuseChanged(store, info, options); // a file can change while it is read
    if (found !== info.size)
      throw new ImgferryError('RESPONSE_CUT', { key, store: store.id, expected: info.size, found });
  };
  if (info.size > inMemory) {
    const file = await spool.write(stream, options);
    try {
      await check(file.size);
    } catch (error) {
      spool.release(file.digest, { keep: false });
      throw error;
    }
    const body = { size: file.size, digest: file.digest, content: { path: file.path } };
    return { info, head: readHead(file.path, headBytes), body };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  await check(content.length);
  return {
    info,
    head: content.subarray(0, headBytes),
    body: { size: content.length, digest: digestOf(content), content },
  };
}

async function refuseChanged(store: ObjectStore, { key, etag }: ObjectInfo, { signal }: OpenOptions): Promise<void> {
  const now = await store.head(key, { signal });
  if (now?.etag === etag) return;
  throw new ImgferryError('SOURCE_CHANGED', { key, hint: 'object', expected: etag, found: now?.etag ?? 'absent' });
}
