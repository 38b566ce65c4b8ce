import { isObjectKey } from '../../core/object-key.js';
import type { CallOptions, ObjectHeaders, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { headersAt } from './object-headers.js';

/** Which objects have other headers at the target than a transfer would give them; folders keep none. */
export interface HeaderDrift {
  /** Asks both stores for an object that stands in both. */
  hasDrifted(key: string): Promise<boolean>;
  readonly objects: number;
  /** Names of the headers, of all these objects. */
  readonly headers: readonly string[];
}

export interface DriftingStores {
  readonly source: ObjectStore;
  readonly target: ObjectStore;
  /** What the target's configuration gives every object. */
  readonly configured: ObjectHeaders;
}

/** @returns undefined where one of both keeps no headers */
export function createHeaderDrift(stores: DriftingStores, call: CallOptions): HeaderDrift | undefined {
  const { source, target, configured } = stores;
  if (source.driver.place === undefined || target.driver.place === undefined) return undefined;
  const { 'content-type': _, ...others } = configured; // the type is the object's own
  const names = new Set<string>();
  let objects = 0;
  return {
    async hasDrifted(key) {
      if (!isObjectKey(key)) return false; // such an object can't be moved, nor be asked for
      const [here, there] = await Promise.all([source, target].map((store) => store.head(key, call)));
      if (!here || !there) return false; // taken away meanwhile
      const differing = differingNames(here, there, { ...headersAt(target.id, here, new Uint8Array()), ...others });
      for (const name of differing) names.add(name);
      if (differing.length > 0) objects += 1;
      return differing.length > 0;
    },
    get objects() {
      return objects;
    },
    get headers() {
      return [...names].sort();
    },
  };
}

/** A storage class, an access list and the like mean something else at each provider. */
function differingNames(here: ObjectInfo, there: ObjectInfo, expected: ObjectHeaders): readonly string[] {
  const found: ObjectHeaders = { ...there.headers, 'content-type': there.contentType ?? '' };
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  const isTypeKnown = here.contentType !== undefined; // else it was made of the bytes
  return names.filter((name) => {
    const isCompared = name === 'content-type' ? isTypeKnown : /^(?!x-)|-meta-/.test(name);
    return isCompared && expected[name]?.trim() !== found[name]?.trim();
  });
}
