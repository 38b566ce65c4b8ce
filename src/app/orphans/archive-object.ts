import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { asObjectKey, type ObjectKey } from '../../core/object-key.js';
import { isMovedAside } from '../../core/replacement.js';
import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import type { Spool } from '../../lib/spool.js';

export interface ArchiveTools {
  readonly store: ObjectStore;
  readonly ledger: Ledger;
  readonly spool: Spool;
  readonly run: string;
  readonly signal: AbortSignal;
}

/**
 * Brings an object under another key of its store: copied, the copy read back and compared by its bytes, the object looked
 * at again, and only then deleted. Killed anywhere, its bytes stand under one key or both; the same call goes on.
 *
 * @throws ImgferryError SOURCE_CHANGED where it is another object by now; OBJECT_CONFLICT where other bytes stand there
 */
export async function archiveObject(listed: ObjectInfo, archivedAs: string, tools: ArchiveTools): Promise<void> {
  const { store, ledger, run, signal } = tools;
  const [from, to] = [asObjectKey(listed.key), asObjectKey(archivedAs)];
  await refuseChanged(listed, tools);
  const digest = await copyObject(from, to, tools);
  const archive = { run, store: store.id, place: from, before: digest, after: digest, successor: to, original: to };
  ledger.recordReplacement({ ...archive, state: 'planned' });
  await refuseChanged(listed, tools);
  await store.remove(from, { signal });
  ledger.setReplacementState(archive, 'written');
}

/**
 * Brings an archived object back under its own key. Where its bytes stand there already, the archived ones go.
 *
 * @throws ImgferryError OBJECT_CONFLICT where other bytes stand there
 */
export async function restoreObject(archived: ObjectInfo, key: string, tools: ArchiveTools): Promise<void> {
  const { store, ledger, signal } = tools;
  const [from, to] = [asObjectKey(archived.key), asObjectKey(key)];
  await copyObject(from, to, tools);
  await refuseChanged(archived, tools);
  await store.remove(from, { signal });
  const recorded = ledger.standingReplacement({ store: store.id, place: to });
  if (recorded?.original === from) ledger.setReplacementState(recorded, 'undone');
}

/** Settles what runs were killed over: an object that is gone was archived. */
export async function settleArchives(tools: Omit<ArchiveTools, 'run'>): Promise<void> {
  const { store, ledger, signal } = tools;
  for (const planned of ledger.plannedReplacements()) {
    if (planned.store !== store.id || !isMovedAside(planned)) continue;
    const isGone = (await store.head(asObjectKey(planned.place), { signal })) === undefined;
    ledger.setReplacementState(planned, isGone ? 'written' : 'abandoned');
  }
}

async function refuseChanged(
  { key, size, etag, lastModified }: ObjectInfo,
  { store, signal }: ArchiveTools,
): Promise<void> {
  const info = await store.head(asObjectKey(key), { signal });
  const isSame = info?.size === size && (etag === undefined ? info.lastModified === lastModified : info.etag === etag);
  if (isSame) return;
  throw new ImgferryError('SOURCE_CHANGED', {
    store: store.id,
    key,
    expected: etag,
    found: info?.etag ?? 'absent',
    hint: 'archive',
  });
}

/** Its name is no choice of a template's. */
function sayArchive(error: unknown): never {
  if (!(error instanceof ImgferryError) || error.code !== 'OBJECT_CONFLICT') throw error;
  throw new ImgferryError(error.code, { ...error.facts, hint: 'archive' }, { cause: error });
}

/** With its headers, through this machine, so that what was copied is known to the byte. */
async function copyObject(from: ObjectKey, to: ObjectKey, { store, spool, signal }: ArchiveTools): Promise<Digest> {
  const { info, stream } = await store.open(from, { signal });
  const file = await spool.write(stream, { signal });
  try {
    if (file.size !== info.size) {
      throw new ImgferryError('RESPONSE_CUT', { store: store.id, key: from, expected: info.size, found: file.size });
    }
    const body = { size: file.size, digest: file.digest, content: { path: file.path } };
    const { contentType } = info;
    const headers = { ...info.headers, ...(contentType === undefined ? {} : { 'content-type': contentType }) };
    await store.store(to, body, { headers, signal }).catch(sayArchive);
    await store.verify(to, file, { signal });
    return file.digest;
  } finally {
    spool.release(file.digest, { keep: false });
  }
}
