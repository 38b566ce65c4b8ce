import type { AssetOutcome, Identity } from '../../core/asset.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ObjectStore } from '../../core/storage.js';
import type { ImageGroup } from './group-images.js';

/** What became of the images so far; outcomes are made when they are asked for, as each takes more than all else of its image. */
export interface SettledImages {
  get(identity: Identity): AssetOutcome | undefined;
  add(outcome: AssetOutcome): void;
  values(): Iterable<AssetOutcome>;
}

/** Sizes, reasons and errors are told when an image settles, and not again. */
export function createSettledImages(groups: ReadonlyMap<Identity, ImageGroup>, store: ObjectStore): SettledImages {
  return {
    get(identity) {
      const group = groups.get(identity);
      return group && outcomeOf(group, store);
    },
    add({ identity, state, key }) {
      const group = groups.get(identity);
      if (!group) throw new Error(`an image settled that no post names: ${identity}`);
      group.state = state;
      group.key = key === undefined ? undefined : asObjectKey(key);
    },
    *values() {
      for (const group of groups.values()) {
        const outcome = outcomeOf(group, store);
        if (outcome) yield outcome;
      }
    },
  };
}

function outcomeOf({ identified, state, key }: ImageGroup, store: ObjectStore): AssetOutcome | undefined {
  const { identity, url } = identified;
  if (identified.kind === 'settled') return { identity, url, ...identified.outcome };
  if (state === undefined) return undefined;
  const publicUrl = key === undefined ? undefined : store.publicUrl(key);
  return {
    identity,
    url,
    state,
    ...(key === undefined ? {} : { key }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  };
}
