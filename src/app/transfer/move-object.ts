import type { AssetOutcome } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { type ErrorReport, ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { Checksum, ObjectInfo, ProvenObject, UnreadObject } from '../../core/storage.js';
import { asIdentity } from '../image-identity.js';
import { copyThrough, copyWithin, digestAtTarget } from './copy-object.js';
import type { KeyPair } from './join-listings.js';
import type { CopiedObject, MoveTools } from './move-tools.js';
import { placeOf } from './object-contents.js';

/** What became of one object, and what is known of it at its new place. */
export interface MovedObject {
  readonly outcome: AssetOutcome;
  readonly info?: ObjectInfo;
  readonly digest?: Digest;
  readonly checksum?: Checksum;
}

/** How the way of one object ended, as far as its keys and addresses don't say it. */
export type ObjectEnd =
  | (Omit<MovedObject, 'outcome'> & {
      readonly state: AssetOutcome['state'];
      readonly reason?: AssetOutcome['reason'] & string;
      /** Bytes at the source. */
      readonly size?: number;
    })
  | { readonly state: 'failed'; readonly error: ErrorReport };

/** An object that was brought and is to be read back before it has an end. */
export interface UnreadEnd {
  readonly unread: UnreadObject;
  end(proven: ProvenObject): Promise<ObjectEnd>;
}

/** An object whose way was begun. */
export interface StartedObject {
  readonly pair: KeyPair;
  readonly started: ObjectEnd | UnreadEnd;
}

/** An object whose way is over. */
export interface EndedObject {
  readonly pair: KeyPair;
  readonly end: ObjectEnd;
}

/** Brings one object to its new place under the same key; what can't be done to it is its outcome. */
export async function moveObject(pair: KeyPair, tools: MoveTools): Promise<readonly MovedObject[]> {
  const ended = await endObjects([await startObject(pair, tools)], tools);
  return ended.map((one) => describeMoved(one.pair, one.end, tools));
}

/** Brings one object there; whether it arrived is perhaps still to be read. */
export async function startObject(pair: KeyPair, tools: MoveTools): Promise<StartedObject> {
  try {
    return { pair, started: await settle(pair, tools) };
  } catch (error) {
    return { pair, started: failed(error, tools) };
  }
}

/** Reads back what is not read back yet; how each object ended, in their order. */
export async function endObjects(objects: readonly StartedObject[], tools: MoveTools): Promise<readonly EndedObject[]> {
  const { target, signal } = tools;
  const unread = objects.flatMap(({ started }) => ('unread' in started ? [started.unread] : []));
  const found = (unread.length === 0 ? [] : await target.readBack(unread, { signal }))[Symbol.iterator]();
  const ended: EndedObject[] = [];
  for (const { pair, started } of objects) {
    ended.push({ pair, end: 'unread' in started ? await endUnread(started, found.next().value, tools) : started });
  }
  return ended;
}

async function endUnread(
  { end }: UnreadEnd,
  found: ProvenObject | ImgferryError | undefined,
  tools: MoveTools,
): Promise<ObjectEnd> {
  try {
    if (found instanceof ImgferryError) throw found;
    if (found === undefined) throw new Error('each object that is read back has a result');
    return await end(found);
  } catch (error) {
    return failed(error, tools);
  }
}

function failed(error: unknown, { denials }: MoveTools): ObjectEnd {
  if (!(error instanceof ImgferryError)) throw error;
  if (error.scope !== 'asset' && !denials.isOfOne(error)) throw error;
  return { state: 'failed', error: error.toReport() };
}

/** What became of an object, as an outcome tells it. */
export function describeMoved(
  pair: KeyPair,
  end: ObjectEnd,
  { source, target }: Pick<MoveTools, 'source' | 'target'>,
): MovedObject {
  const { key } = objectIn(pair);
  const publicUrl = target.publicUrl(key);
  const outcome = {
    identity: asIdentity(placeOf(source, key)),
    url: source.publicUrl(key) ?? key,
    key,
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
  if ('error' in end) return { outcome: { ...outcome, ...end } };
  const { state, reason, size, ...found } = end;
  const sizes = size === undefined ? {} : { bytesBefore: size, bytesAfter: found.info?.size ?? size };
  return { outcome: { state, ...outcome, ...(reason === undefined ? {} : { reason }), ...sizes }, ...found };
}

export const keyIn = (pair: KeyPair): string => objectIn(pair).key;

function objectIn({ source, target }: KeyPair): ObjectInfo {
  const info = source ?? target;
  if (info === undefined) throw new Error('a pair has an object on one side');
  return info;
}

async function settle({ source, target }: KeyPair, tools: MoveTools): Promise<ObjectEnd | UnreadEnd> {
  if (source === undefined) return { state: 'skipped', reason: 'only-at-target' };
  const { size } = source;
  if (target) {
    const standing = await compareStanding(source, target, tools);
    const drifted = (await tools.drift?.hasDrifted(source.key)) === true ? headersDiffer : {};
    return { state: 'in-place', size, ...drifted, ...standing };
  }
  if (tools.mode === 'compare')
    throw new ImgferryError('OBJECT_NOT_FOUND', { key: source.key, store: tools.target.id, hint: 'transfer' });
  refuseName(source.key);
  const fault = tools.faultOf(source.key);
  if (fault) throw fault;
  await refuseArchived(source, tools);
  const isChanged = tools.smaller?.wants(source.key) === true;
  if (tools.mode === 'plan')
    return { state: 'planned', size, ...(tools.way.isServerSide && !isChanged ? serverSide : {}) };
  const copied = (isChanged ? undefined : await copyWithin(source, tools)) ?? (await copyThrough(source, tools));
  tools.denials.clear();
  if (!('unread' in copied)) return arrive(copied, tools);
  const { unread, prove } = copied;
  const brought: UnreadEnd = { unread, end: (proven) => arrive(prove(proven), tools) };
  if (!tools.needsDigests || unread.copyOf === undefined) return brought;
  const [found] = await tools.target.readBack([unread], { signal: tools.signal }); // as its bytes are read now, too
  return endUnread(brought, found, tools);
}

async function arrive(copied: CopiedObject, tools: MoveTools): Promise<ObjectEnd> {
  tools.onCopied(copied);
  const { state, isServerSide, info } = copied;
  const known = await withDigest(copied, tools);
  return { state, size: copied.size, ...(isServerSide ? serverSide : {}), info, ...known };
}

const serverSide = { reason: 'server-side' } as const;
const headersDiffer = { reason: 'headers-differ' } as const;

async function compareStanding(
  source: ObjectInfo,
  target: ObjectInfo,
  tools: MoveTools,
): Promise<Omit<MovedObject, 'outcome'>> {
  const compared = await tools.contents.compare(source, target);
  if (compared.isEqual) return { info: target, ...(await withDigest({ info: target, ...compared }, tools)) };
  if (tools.smaller?.wants(source.key)) {
    const digest = await tools.contents.digestOf('target', target);
    if (digest === (await digestMade(source, tools))) return { info: target, digest };
  }
  const facts = { key: source.key, store: tools.target.id, hint: 'transfer' };
  throw new ImgferryError('OBJECT_CONFLICT', { ...facts, expected: describe(source), found: describe(target) });
}

/** The digest of what a picture becomes: as it was made before, else made now. */
async function digestMade(source: ObjectInfo, tools: MoveTools): Promise<Digest> {
  const before = tools.contents.known('source', source);
  const known = before === undefined ? undefined : tools.smaller?.known(source.key, before);
  return known ?? digestAtTarget(source, tools);
}

/** What is known of an object that arrived; its digest too, where that is needed. */
async function withDigest(
  { info, digest, checksum }: Pick<MovedObject, 'digest' | 'checksum'> & { readonly info: ObjectInfo },
  { contents, needsDigests }: MoveTools,
): Promise<Pick<MovedObject, 'digest' | 'checksum'>> {
  const read = digest ?? (needsDigests ? await contents.digestOf('target', info) : undefined);
  const told = checksum ?? info.checksum;
  return { ...(read === undefined ? {} : { digest: read }), ...(told === undefined ? {} : { checksum: told }) };
}

const describe = ({ size, etag }: ObjectInfo): string => `${size} B${etag === undefined ? '' : `, ETag ${etag}`}`;

/** @throws ImgferryError KEY_INVALID */
function refuseName(key: string): void {
  try {
    asObjectKey(key);
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    throw new ImgferryError(error.code, { ...error.facts, hint: 'transfer' }, { cause: error });
  }
}

/** Classes whose objects must be restored before they can be read: OSS, AWS, and who follows either. */
const archiveClass = /^(?:archive|cold_?archive|deep_?cold_?archive|deep_?archive|glacier)$/i;

/** @throws ImgferryError OBJECT_ARCHIVED {key, store, found} */
async function refuseArchived({ key, storageClass = '' }: ObjectInfo, { source, signal }: MoveTools): Promise<void> {
  if (!archiveClass.test(storageClass)) return;
  const info = await source.head(asObjectKey(key), { signal });
  if (info?.isRestored) return;
  throw new ImgferryError('OBJECT_ARCHIVED', { key, store: source.id, found: storageClass });
}
