import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { ImgferryError } from '../../core/errors.js';
import { hasImageExtension, sniffFormat } from '../../core/image-format.js';
import type { ImageLook } from '../../core/image-look.js';
import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import { verdictOf } from '../../core/verdict.js';
import { runAll } from '../../pipeline/run-all.js';
import { openNamedStore, placeLedger, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { refuseMissingFolder } from '../refuse-missing-folder.js';
import type { CheckDraft } from './draft-check.js';
import type { IgnoredAt } from './gather/ignore-rules.js';
import type { LookTools, SeenImage } from './look/look-at-images.js';
import { useLookTools } from './look-tools.js';

/**
 * Looks at every object of a store that is an image, or claims to be one by its name or type; the others are counted.
 *
 * @throws ImgferryError STORE_UNKNOWN, PATH_NOT_FOUND, CREDENTIALS_MISSING and what listing the store throws
 */
export async function checkObjects(
  name: string,
  ignoredAt: IgnoredAt,
  draft: CheckDraft,
  context: UseCaseContext,
): Promise<void> {
  const { settings, signal } = context;
  const storeSettings = storeSettingsOf(name, context);
  refuseMissingFolder(storeSettings, context);
  await useLookTools(context, { note: draft.note, readInstead: async () => undefined }, async (tools) => {
    const ledger = await placeLedger(context);
    const store = await openNamedStore(storeSettings, { ledger, client: tools.client }, context);
    const counts = { images: 0, ignored: 0, others: 0 };
    const look = async (info: ObjectInfo): Promise<void> => {
      const isIgnored = ignoredAt({ url: addressOf(info, store), file: undefined }) === 'all';
      const seen = isIgnored ? undefined : await lookAtObject(info, store, tools, context);
      counts[seen ? 'images' : isIgnored ? 'ignored' : 'others'] += 1;
      if (seen) draft.addSeen(seen);
    };
    try {
      const objects = store.driver.list('', { signal });
      for await (const _ of runAll(objects, look, { atOnce: settings.concurrency, signal }));
    } finally {
      draft.setScope({ documents: 0, images: counts.images, ignored: counts.ignored });
      if (counts.others > 0) draft.note({ id: 'objects-without-image', facts: { objects: counts.others } });
      await store.close();
    }
  });
}

const addressOf = ({ key }: ObjectInfo, store: ObjectStore): string => store.publicUrl(key) ?? key;

/** @returns undefined for what is no image and doesn't say that it is */
async function lookAtObject(
  info: ObjectInfo,
  store: ObjectStore,
  { lookAtBytes, remembered, slots }: LookTools,
  { settings, signal }: UseCaseContext,
): Promise<SeenImage | undefined> {
  const isClaimed = hasImageExtension(info.key) || info.contentType?.startsWith('image/') === true;
  if (!isClaimed && extname(info.key) !== '') return undefined;
  const image = { identity: asIdentity(`store:${store.id}/${info.key}`), url: addressOf(info, store), places: [] };
  const stamp = info.etag ?? `${info.size}:${info.lastModified ?? ''}`;
  const known = remembered.recall(image.identity, stamp);
  if (known?.isFresh) return { image, look: known.look, requests: 0, received: 0, isRemembered: true };

  const wanted = settings.depth === 'deep' ? settings.maxBytes : firstBytes;
  const look = await slots(async () => {
    if (info.size > settings.maxBytes) return tooLarge(info.size, settings.maxBytes);
    const wanted = settings.depth === 'deep' ? settings.maxBytes : firstBytes;
    const read = await readObject(info, store, { wanted, signal });
    if ('verdict' in read) return read;
    if (!isClaimed && sniffFormat(read.bytes.subarray(0, 4096)) === undefined) return undefined;
    return lookAtBytes(read.bytes, { signal, totalBytes: info.size, ...read.type });
  });
  if (!look) return undefined;
  if (look.format !== undefined) remembered.remember(image.identity, stamp, look);
  const received = store.id.startsWith('file:') ? 0 : Math.min(look.bytes ?? 0, wanted);
  return { image, look, requests: received > 0 ? 1 : 0, received, isRemembered: false };
}

/** Bytes that tell what an image is, its metadata included. */
const firstBytes = 64 * 1024;

interface ReadObject {
  readonly bytes: Buffer;
  readonly type: { readonly contentType?: string };
}

/** An object that can't be read is a verdict; a store that can't is an error. */
async function readObject(
  { key }: ObjectInfo,
  store: ObjectStore,
  { wanted, signal }: { readonly wanted: number; readonly signal: AbortSignal },
): Promise<ReadObject | ImageLook> {
  try {
    const { info, stream } = await store.open(key, { signal });
    const { contentType } = info;
    return { bytes: await readFirst(stream, wanted), type: contentType === undefined ? {} : { contentType } };
  } catch (error) {
    if (signal.aborted || !(error instanceof ImgferryError) || error.scope === 'run') throw error;
    const isGone = error.code === 'OBJECT_NOT_FOUND';
    return { verdict: verdictOf([isGone ? 'file-missing' : 'file-unreadable'], { code: error.code }) };
  }
}

/** Leaves the rest of the stream unread. */
async function readFirst(stream: Readable, wanted: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= wanted) break;
  }
  return Buffer.concat(chunks);
}

function tooLarge(bytes: number, limit: number): ImageLook {
  return { verdict: verdictOf(['too-large'], { bytes, limit }), bytes };
}
