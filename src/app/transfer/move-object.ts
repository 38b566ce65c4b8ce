import type { AssetOutcome } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { type ErrorReport, ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { Checksum, ObjectInfo } from '../../core/storage.js';
import { asIdentity } from '../image-identity.js';
import { copyThrough, copyWithin, digestAtTarget } from './copy-object.js';
import type { KeyPair } from './join-listings.js';
import type { MoveTools } from './move-tools.js';
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

/** Brings one object to its new place under the same key; what can't be done to it is its outcome. */
export async function moveObject(pair: KeyPair, tools: MoveTools): Promise<MovedObject> {
  return describeMoved(pair, await endObject(pair, tools), tools);
}

/** Brings it there, and tells of it without keys and addresses. */
export async function endObject(pair: KeyPair, tools: MoveTools): Promise<ObjectEnd> {
  try {
    return await settle(pair, tools);
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    if (error.scope !== 'asset' && !tools.denials.isOfOne(error)) throw error;
    return { state: 'failed', error: error.toReport() };
  }
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

async function settle({ source, target }: KeyPair, tools: MoveTools): Promise<ObjectEnd> {
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
