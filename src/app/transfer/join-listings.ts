import { compareKeys } from '../../core/object-key.js';
import type { ObjectInfo } from '../../core/storage.js';

/** Objects of one key on either side. */
export interface KeyPair {
  readonly source?: ObjectInfo;
  readonly target?: ObjectInfo;
}

/**
 * Walks two listings side by side, page by page, and pairs what has the same key. Both must come in the order of their
 * keys' UTF-8 bytes, as stores list; where one doesn't, a key comes twice, once for each side.
 */
export async function* joinListings(
  sources: AsyncIterable<ObjectInfo>,
  targets: AsyncIterable<ObjectInfo>,
): AsyncGenerator<KeyPair> {
  const left = sources[Symbol.asyncIterator]();
  const right = targets[Symbol.asyncIterator]();
  try {
    let [source, target] = await Promise.all([take(left), take(right)]);
    while (source !== undefined || target !== undefined) {
      const order = compareObjects(source, target);
      if (order === 0 && source && target) {
        yield { source, target };
        [source, target] = await Promise.all([take(left), take(right)]);
      } else if (order < 0 && source) {
        yield { source };
        source = await take(left);
      } else if (target) {
        yield { target };
        target = await take(right);
      }
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}

async function take(listing: AsyncIterator<ObjectInfo>): Promise<ObjectInfo | undefined> {
  const next = await listing.next();
  return next.done ? undefined : next.value;
}

/** What is missing comes last. */
function compareObjects(one: ObjectInfo | undefined, other: ObjectInfo | undefined): number {
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return compareKeys(one.key, other.key);
}
