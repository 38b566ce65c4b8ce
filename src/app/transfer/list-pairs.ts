import { ImgferryError } from '../../core/errors.js';
import { isFolderMarker } from '../../core/object-key.js';
import type { CallOptions, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { joinListings, type KeyPair } from './join-listings.js';
import type { MoveTools } from './move-tools.js';

/** What a transfer is about, as both stores list it. */
export interface ListedPairs {
  /** Side by side; what stands at the target alone where stores are compared. To be walked once. */
  readonly pairs: AsyncIterable<KeyPair>;
  /** The source's, listed anew each time. */
  sources(): AsyncIterable<ObjectInfo>;
  /** Objects of the source that stand for a folder, which are left out, as far as it was walked. */
  readonly folderMarkers: number;
}

export function listPairs(
  { source, target }: { readonly source: ObjectStore; readonly target: ObjectStore },
  { mode, isIncluded }: Pick<MoveTools, 'mode'> & { readonly isIncluded: (key: string) => boolean },
  call: CallOptions,
): ListedPairs {
  const isWanted = ({ key }: ObjectInfo): boolean => !isOwn(key) && isIncluded(key);
  let folderMarkers = 0;

  async function* pairs(): AsyncGenerator<KeyPair> {
    for await (const pair of joinListings(listWhole(source, call), listWhole(target, call))) {
      const listed = pair.source ?? (mode === 'compare' ? pair.target : undefined);
      if (listed === undefined || !isWanted(listed)) continue;
      if (!isFolderMarker(listed)) yield pair;
      else if (pair.source) folderMarkers += 1;
    }
  }

  return {
    pairs: pairs(),
    async *sources() {
      for await (const info of listWhole(source, call)) if (isWanted(info) && !isFolderMarker(info)) yield info;
    },
    get folderMarkers() {
      return folderMarkers;
    },
  };
}

/** What imgferry keeps for itself in a folder. */
const isOwn = (key: string): boolean => key.startsWith('.imgferry/');

/** @throws ImgferryError LISTING_FAILED where an error is of one object elsewhere: without its listing nothing goes on */
async function* listWhole(store: ObjectStore, call: CallOptions): AsyncGenerator<ObjectInfo> {
  try {
    yield* store.list('', call);
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    throw new ImgferryError('LISTING_FAILED', { ...error.facts, store: store.id }, { cause: error });
  }
}
