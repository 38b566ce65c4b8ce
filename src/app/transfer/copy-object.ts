import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectBody, ObjectInfo, ObjectStore, OpenOptions, ProvenObject } from '../../core/storage.js';
import { digestOf } from '../../lib/digest.js';
import { readHead } from '../../lib/read-head.js';
import { retry } from '../../lib/retry.js';
import type { Spool } from '../../lib/spool.js';
import type { CopiedObject, MoveTools, UnreadCopy } from './move-tools.js';
import { headersAt } from './object-headers.js';

const changesAtMost = 3;

/** Copies inside the provider; undefined where that can't be, and the object must come through this machine. */
export async function copyWithin(listed: ObjectInfo, tools: MoveTools): Promise<CopiedObject | UnreadCopy | undefined> {
  const { source, target, way, onChanged, signal } = tools;
  const key = asObjectKey(listed.key);
  for (let attempt = 1; way.isServerSide; attempt++) {
    const isAsListed = attempt === 1 && target.canCopyAsListed(listed);
    const info = isAsListed ? listed : await source.head(key, { signal }); // for its headers, and what it is by now
    if (!info) return undefined;
    const headers = isAsListed ? undefined : headersAt(target.id, info, new Uint8Array());
    try {
      const copied = await target.copyFrom(source, info, key, { ...(headers ? { headers } : {}), signal });
      const prove = (proven: ProvenObject): CopiedObject =>
        copiedWithin(info, headers?.['content-type'] ?? proven.info.contentType ?? '', proven, tools);
      return 'isUnread' in copied ? { unread: copied, prove } : prove(copied);
    } catch (error) {
      if (isChange(error) && attempt < changesAtMost) onChanged();
      else if (way.refuse(error)) return undefined;
      else throw error;
    }
  }
  return undefined;
}

function copiedWithin(
  source: ObjectInfo,
  contentType: string,
  copied: ProvenObject,
  { contents, onChanged }: MoveTools,
): CopiedObject {
  const { info, isNewer = false } = copied;
  if (isNewer) onChanged();
  const digest = copied.digest ?? (isNewer ? undefined : contents.known('source', source));
  if (digest !== undefined) contents.remember('target', info, digest);
  const { size, checksum } = info;
  const known = { ...(digest === undefined ? {} : { digest }), ...(checksum === undefined ? {} : { checksum }) };
  return { state: 'stored', info, size, contentType, isServerSide: true, ...known };
}

/** Copies by this machine: what is read is one state of the object, and the newest where it changes meanwhile. */
export async function copyThrough(listed: ObjectInfo, tools: MoveTools): Promise<CopiedObject | UnreadCopy> {
  const { target, signal } = tools;
  return withObject(listed, tools, async ({ info, body, head, size }) => {
    const headers = headersAt(target.id, info, head);
    const stored = await target.storeUnread(asObjectKey(listed.key), body, { headers, signal });
    const prove = proverOf({ size, contentType: headers['content-type'] ?? '', digest: body.digest }, tools);
    return 'isUnread' in stored ? { unread: stored, prove } : { ...prove(stored), state: stored.state };
  });
}

/** Holds no bytes, since it waits with many others. */
function proverOf(
  brought: Pick<CopiedObject, 'size' | 'contentType'> & { readonly digest: Digest },
  { contents }: MoveTools,
): UnreadCopy['prove'] {
  return ({ info }) => {
    contents.remember('target', info, brought.digest);
    return { state: 'stored', info, isServerSide: false, ...brought };
  };
}

/** The digest of what an object would be at its new place. */
export const digestAtTarget = (listed: ObjectInfo, tools: MoveTools): Promise<Digest> =>
  withObject(listed, tools, async ({ body }) => body.digest);

/** Reads an object, makes it smaller where that is wanted, and lets go of it when it was used. */
async function withObject<Result>(
  listed: ObjectInfo,
  tools: MoveTools,
  use: (object: ReadObject) => Promise<Result>,
): Promise<Result> {
  const object = await readCurrent(listed, tools);
  const { digest, content } = object.body;
  tools.contents.remember('source', object.info, digest);
  try {
    if (Buffer.isBuffer(content) || !tools.smaller?.wants(listed.key)) return await use(object);
    const picture = { digest, size: object.size, content };
    return await use({ ...object, body: await tools.smaller.make(listed.key, picture) });
  } finally {
    if (!Buffer.isBuffer(content)) tools.spool.release(digest, { keep: false });
  }
}

async function readCurrent(listed: ObjectInfo, tools: MoveTools): Promise<ReadObject> {
  const { source, spool, smaller, onChanged, signal } = tools;
  const inMemory = smaller?.wants(listed.key) ? 0 : smallSize;
  for (let attempt = 1; ; attempt++) {
    const condition = attempt === 1 && listed.etag !== undefined ? { ifMatch: listed.etag } : {};
    try {
      const read = () => readObject(source, listed, { spool, inMemory }, { ...condition, signal });
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
  /** Bytes at the source. */
  readonly size: number;
  readonly body: ObjectBody;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

/** Larger objects go by the disk. */
const smallSize = 4 * 2 ** 20;

const headBytes = 4096;

/** @throws ImgferryError RESPONSE_CUT, OBJECT_NOT_FOUND, SOURCE_CHANGED */
async function readObject(
  store: ObjectStore,
  { key }: ObjectInfo,
  { spool, inMemory }: { readonly spool: Spool; readonly inMemory: number },
  options: OpenOptions,
): Promise<ReadObject> {
  const { info, stream, canChange } = await store.open(key, options);
  const check = async (found: number): Promise<void> => {
    if (canChange) await refuseChanged(store, info, options);
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
    return { info, size: file.size, head: readHead(file.path, headBytes), body };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const [first] = chunks;
  const content = chunks.length === 1 && first ? first : Buffer.concat(chunks); // of a folder it comes in one
  await check(content.length);
  return {
    info,
    size: content.length,
    head: content.subarray(0, headBytes),
    body: { size: content.length, digest: digestOf(content), content },
  };
}

async function refuseChanged(store: ObjectStore, { key, etag }: ObjectInfo, { signal }: OpenOptions): Promise<void> {
  const now = await store.head(key, { signal });
  if (now?.etag === etag) return;
  throw new ImgferryError('SOURCE_CHANGED', { key, hint: 'object', expected: etag, found: now?.etag ?? 'absent' });
}
