import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import { runAll } from '../../pipeline/run-all.js';
import { openNamedStore, placeLedger, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { jobsAhead } from '../queue/jobs-ahead.js';
import { refuseMissingFolder, refuseMissingPlace } from '../refuse-missing-folder.js';
import type { CheckDraft } from './draft-check.js';
import type { IgnoredAt } from './gather/ignore-rules.js';
import type { LookTools, SeenImage } from './look/look-at-images.js';
import { createObjectLook, type LookAtObject, mayBeImage } from './look/look-at-object.js';
import { useLookTools } from './look-tools.js';

export interface ObjectCheck {
  /** By its name or address. */
  readonly store: string;
  /** Redis of a queue whose workers look at objects. */
  readonly queue: string | undefined;
  readonly ignoredAt: IgnoredAt;
}

/**
 * Looks at every object of a store that is an image, or claims to be one by its name or type; the others are counted.
 *
 * @throws ImgferryError STORE_UNKNOWN, PATH_NOT_FOUND, CREDENTIALS_MISSING, FOLDER_ESCAPED and what listing the store
 * and connecting to the queue throw
 */
export async function checkObjects(
  { store: name, queue, ignoredAt }: ObjectCheck,
  draft: CheckDraft,
  context: UseCaseContext,
): Promise<void> {
  const { settings, signal } = context;
  const storeSettings = storeSettingsOf(name, context);
  refuseMissingFolder(storeSettings, context);
  await useLookTools(
    context,
    { note: draft.note, readInstead: async () => undefined, queue, store: name },
    async (tools) => {
      const ledger = await placeLedger(context);
      const store = await openNamedStore(storeSettings, { ledger, client: tools.client }, context);
      const { lookAtBytes, objectsElsewhere } = tools;
      const { depth, maxBytes } = settings;
      const lookAtObject =
        objectsElsewhere ?? createObjectLook(store, { lookAtBytes, deep: depth === 'deep', maxBytes });
      const atOnce = objectsElsewhere ? jobsAhead : settings.concurrency;
      const counts = { images: 0, ignored: 0, others: 0 };
      const look = async (info: ObjectInfo): Promise<void> => {
        const isIgnored = ignoredAt({ url: addressOf(info, store), file: undefined }) === 'all';
        const seen = isIgnored ? undefined : await seeObject(info, store, { ...tools, lookAtObject, signal });
        counts[seen ? 'images' : isIgnored ? 'ignored' : 'others'] += 1;
        if (seen) draft.addSeen(seen);
      };
      try {
        await refuseMissingPlace(store, { signal });
        const objects = store.driver.list('', { signal });
        for await (const _ of runAll(objects, look, { atOnce, signal }));
      } finally {
        draft.setScope({ documents: 0, images: counts.images, ignored: counts.ignored });
        if (counts.others > 0) draft.note({ id: 'objects-without-image', facts: { objects: counts.others } });
        await store.close();
      }
    },
  );
}

interface SeeTools extends Pick<LookTools, 'remembered' | 'slots'> {
  readonly lookAtObject: LookAtObject;
  readonly signal: AbortSignal;
}

const addressOf = ({ key }: ObjectInfo, store: ObjectStore): string => store.publicUrl(key) ?? key;

/** @returns undefined for what is no image and doesn't say that it is */
async function seeObject(
  info: ObjectInfo,
  store: ObjectStore,
  { lookAtObject, remembered, slots, signal }: SeeTools,
): Promise<SeenImage | undefined> {
  if (!mayBeImage(info)) return undefined;
  const image = { identity: asIdentity(`store:${store.id}/${info.key}`), url: addressOf(info, store), places: [] };
  const stamp = info.etag ?? `${info.size}:${info.lastModified ?? ''}`;
  const known = remembered.recall(image.identity, stamp);
  if (known?.isFresh) return { image, look: known.look, requests: 0, received: 0, isRemembered: true };
  const seen = await slots(() => lookAtObject(info, { signal }));
  if (!seen) return undefined;
  const { requests, received, ...look } = seen;
  if (look.format !== undefined) remembered.remember(image.identity, stamp, look);
  return { image, look, requests, received, isRemembered: false };
}
