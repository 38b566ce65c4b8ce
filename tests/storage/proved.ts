import { ImgferryError } from '../../src/core/errors.js';
import type { CallOptions, ObjectStore, ProvenObject, UnreadObject } from '../../src/core/storage.js';

/** A copy that was read back; throws what reading it back found. */
export async function proved(
  store: ObjectStore,
  copied: ProvenObject | UnreadObject,
  call: CallOptions,
): Promise<ProvenObject> {
  if (!('isUnread' in copied)) return copied;
  const [found] = await store.readBack([copied], call);
  if (found === undefined || found instanceof ImgferryError) throw found;
  return found;
}
