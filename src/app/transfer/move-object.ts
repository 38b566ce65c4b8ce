import type { AssetOutcome, Identity } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectBody, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { digestOf } from '../../lib/digest.js';
import { readHead } from '../../lib/read-head.js';
import { retry } from '../../lib/retry.js';
import type { Spool } from '../../lib/spool.js';
import { asIdentity } from '../image-identity.js';
import type { KeyPair } from './join-listings.js';
import type { ObjectContents } from './object-contents.js';
import { headersAt } from './object-headers.js';

export interface MoveTools {
  readonly source: ObjectStore;
  readonly target: ObjectStore;
  readonly contents: ObjectContents;
  readonly spool: Spool;
  /** `plan` compares what is on both sides and moves nothing; `compare` finds fault with what is missing, too. */
  readonly mode: 'plan' | 'compare' | 'write';
  readonly onStored: (object: StoredCopy) => void;
  readonly signal: AbortSignal;
}

/** An object as it stands at its new place. */
export interface StoredCopy {
  readonly identity: Identity;
  readonly info: ObjectInfo;
  readonly digest: Digest;
  readonly contentType: string;
}

/** Brings one object to its new place under the same key; what can't be done to it is its outcome. */
export async function moveObject(pair: KeyPair, tools: MoveTools): Promise<AssetOutcome> {
  const info = pair.source ?? pair.target;
  if (info === undefined) throw new Error('a pair has an object on one side');
  const { source, target } = tools;
  const publicUrl = target.publicUrl(info.key);
  const outcome = {
    identity: identityIn(source, info),
    url: source.publicUrl(info.key) ?? info.key,
    key: info.key,
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  try {
    return { ...outcome, ...(await settle(pair, tools)) };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    return { ...outcome, state: 'failed', error: error.toReport() };
  }
}

const identityIn = ({ id }: ObjectStore, { key }: ObjectInfo): Identity => asIdentity(`store:${id}/${key}`);

type Settled = Pick<AssetOutcome, 'state' | 'reason' | 'bytesBefore' | 'bytesAfter'>;

async function settle({ source, target }: KeyPair, tools: MoveTools): Promise<Settled> {
  if (source === undefined) return { state: 'skipped', reason: 'only-at-target' };
  const sizes = { bytesBefore: source.size, bytesAfter: source.size };
  if (target) {
    if (await tools.contents.areEqual(source, target)) return { state: 'in-place', ...sizes };
    const facts = { key: source.key, store: tools.target.id, hint: 'transfer' };
    throw new ImgferryError('OBJECT_CONFLICT', { ...facts, expected: describe(source), found: describe(target) });
  }
  if (tools.mode === 'compare')
    throw new ImgferryError('OBJECT_NOT_FOUND', { key: source.key, store: tools.target.id, hint: 'transfer' });
  if (tools.mode === 'plan') {
    asObjectKey(source.key);
    return { state: 'planned', ...sizes };
  }
  const state = await copy(source, tools);
  return { state, ...sizes };
}

const describe = ({ size, etag }: ObjectInfo): string => `${size} B${etag === undefined ? '' : `, ETag ${etag}`}`;

async function copy(listed: ObjectInfo, tools: MoveTools): Promise<'stored' | 'reused'> {
  const { source, target, contents, spool, signal } = tools;
  const key = asObjectKey(listed.key);
  const { info, body, head } = await retry(() => readObject(source, listed, spool, signal), { attempts: 4, signal });
  try {
    const headers = headersAt(target.id, info, head);
    const stored = await target.store(key, body, { headers, signal });
    contents.remember('source', info, body.digest);
    contents.remember('target', stored.info, body.digest);
    const { digest } = body;
    const contentType = headers['content-type'] ?? '';
    tools.onStored({ identity: identityIn(source, listed), info: stored.info, digest, contentType });
    return stored.state;
  } finally {
    if (!Buffer.isBuffer(body.content)) spool.release(body.digest, { keep: false });
  }
}

interface ReadObject {
  readonly info: ObjectInfo;
  readonly body: ObjectBody;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

/** Larger objects go by the disk. */
const inMemory = 4 * 2 ** 20;

const headBytes = 4096;

/** @throws ImgferryError RESPONSE_CUT, OBJECT_NOT_FOUND */
async function readObject(
  store: ObjectStore,
  { key }: ObjectInfo,
  spool: Spool,
  signal: AbortSignal,
): Promise<ReadObject> {
  const { info, stream } = await store.open(key, { signal });
  const refuseCut = (found: number): void => {
    if (found !== info.size)
      throw new ImgferryError('RESPONSE_CUT', { key, store: store.id, expected: info.size, found });
  };
  if (info.size > inMemory) {
    const file = await spool.write(stream, { signal });
    refuseCut(file.size);
    const body = { size: file.size, digest: file.digest, content: { path: file.path } };
    return { info, head: readHead(file.path, headBytes), body };
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  refuseCut(content.length);
  return {
    info,
    head: content.subarray(0, headBytes),
    body: { size: content.length, digest: digestOf(content), content },
  };
}
