import { asObjectKey, type ObjectKey } from '../../core/object-key.js';
import type { FetchedImage } from '../../core/stage.js';
import type { ObjectStore } from '../../core/storage.js';

/** Bytes on their way between this machine and workers, as objects of a store. */
export interface Staging {
  /** Puts a file there; the same content again is the same object. */
  put(file: FetchedImage, signal: AbortSignal): Promise<ObjectKey>;
  /** What a worker put there is this machine's to remove. */
  hold(key: ObjectKey): void;
  /** Removes it once nobody else here needs it. */
  release(key: ObjectKey): void;
  /** Waits for what is being removed, and removes what coordinators that died left long ago. */
  close(): Promise<void>;
}

/** Keys below it are no pictures of the store's. */
const stagingPrefix = '.imgferry-staging';

/** @param name digest or job */
export const stagingKey = (name: string): ObjectKey => asObjectKey(`${stagingPrefix}/${name}`);

const leftBehind = 24 * 60 * 60 * 1000; // ms

export function createStaging(target: ObjectStore, { now }: { readonly now: () => number }): Staging {
  const uses = new Map<ObjectKey, number>();
  const removals = new Set<Promise<void>>();
  const { signal } = new AbortController(); // what was staged goes, however the run ended
  let isUsed = false;

  function remove(key: ObjectKey): void {
    const removal = target
      .remove(key, { signal })
      .catch(() => undefined) // the next run that stages something removes it
      .finally(() => removals.delete(removal));
    removals.add(removal);
  }

  function hold(key: ObjectKey): void {
    isUsed = true;
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }

  return {
    hold,

    async put({ digest, size, content }, putSignal) {
      const key = stagingKey(digest);
      hold(key);
      const headers = { 'content-type': 'application/octet-stream' };
      await target.store(key, { size, digest, content }, { headers, signal: putSignal });
      return key;
    },

    release(key) {
      const left = (uses.get(key) ?? 0) - 1;
      if (left > 0) return void uses.set(key, left);
      uses.delete(key);
      remove(key);
    },

    async close() {
      await Promise.all(removals);
      if (!isUsed) return;
      for await (const { key, lastModified = now() } of target.list(`${stagingPrefix}/`, { signal })) {
        if (now() - lastModified > leftBehind) remove(key);
      }
      await Promise.all(removals);
    },
  };
}
