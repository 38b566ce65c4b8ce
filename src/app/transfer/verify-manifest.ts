import type { AssetOutcome } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { CallOptions, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { asIdentity } from '../image-identity.js';
import type { ManifestEntry } from './manifest.js';

/** Compares one object with what a manifest says of it; what is wrong with it is its outcome. */
export async function verifyEntry(entry: ManifestEntry, target: ObjectStore, call: CallOptions): Promise<AssetOutcome> {
  const { key } = entry;
  const outcome = {
    identity: asIdentity(`store:${target.id}/${key}`),
    url: target.publicUrl(asObjectKey(key)) ?? key,
    key,
  };
  try {
    const { size } = await verify(entry, target, call);
    return { ...outcome, state: 'in-place', bytesBefore: size, bytesAfter: size };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    const { code, facts } = error.toReport();
    return { ...outcome, state: 'failed', error: { code, facts: { ...facts, hint: 'transfer' } } };
  }
}

async function verify(
  { key, digest, checksum, ...known }: ManifestEntry,
  target: ObjectStore,
  call: CallOptions,
): Promise<ObjectInfo> {
  const asked = asObjectKey(key);
  const size = known.size ?? (await target.head(asked, call))?.size; // digests alone say no size
  const content = digest !== null ? { digest } : checksum !== null ? { checksum } : undefined;
  if (size === undefined || content === undefined) {
    throw new ImgferryError('OBJECT_NOT_FOUND', { key, store: target.id, hint: 'transfer' });
  }
  return target.verify(asked, { size, ...content }, call);
}
