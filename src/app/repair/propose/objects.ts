import type { Identity } from '../../../core/asset.js';
import type { Digest } from '../../../core/digest.js';
import type { Ledger, MoveRecord } from '../../../core/ledger.js';
import type { ObjectKey } from '../../../core/object-key.js';
import type { RepairProof } from '../../../core/repair.js';
import type { Candidate, Propose } from '../candidate.js';
import { type Damage, isShown } from '../damage.js';
import { type ImageMemory, isPlain } from '../known-bytes.js';
import type { KnownStore } from '../known-stores.js';

export interface ObjectSources {
  readonly ledger: Ledger;
  readonly stores: readonly KnownStore[];
  readonly memory: ImageMemory;
}

/**
 * Objects of known stores that are the image: the one that the address itself names, under the address that its store
 * has now; any with the bytes that the image had; the one that a run made of it.
 */
export function proposeObjects({ ledger, stores, memory }: ObjectSources): Propose {
  let moves: MoveIndex | undefined;
  const storeById = new Map(stores.map((store) => [store.id, store]));

  const candidate = (proof: RepairProof, store: string, key: ObjectKey, bytes: readonly Digest[]): Candidate[] => {
    const destination = storeById.get(store)?.destinationOf(key);
    return destination ? [{ proof, destination, bytes }] : [];
  };

  return async (damage) => {
    if (isShown(damage)) return [];
    const known = memory.bytesOf(damage);
    const digests = known.map(({ digest }) => digest);
    const same = namedObjects(damage, stores).flatMap(({ store, key }) => {
      const recorded = ledger.objectAt(store, key)?.digest;
      return candidate('same-object', store, key, recorded === undefined ? digests : [recorded]);
    });
    const equal = digests.flatMap((digest) =>
      stores.flatMap(({ id }) => {
        const object = ledger.objectOf(id, digest);
        return object ? candidate('same-digest', id, object.key, [digest]) : [];
      }),
    );
    moves ??= indexMoves(ledger);
    const moved = moves
      .find(memory.identitiesOf(damage), digests)
      .flatMap(({ store, object }) =>
        candidate('migrated-before', store, object.key, 'digest' in object ? [object.digest] : digests),
      );
    return withoutRepeats([...same, ...equal, ...moved], damage);
  };
}

function namedObjects({ image: { source } }: Damage, stores: readonly KnownStore[]) {
  if (source.kind !== 'remote' || !isPlain(source.url)) return [];
  return stores.flatMap(({ id: store, addresses }) => {
    const key = addresses.keyOf(source.url);
    return key === undefined ? [] : [{ store, key }];
  });
}

interface MoveIndex {
  /** Moves of the image under any of its names, and of images that had its bytes; the newest first. */
  find(identities: readonly Identity[], digests: readonly Digest[]): readonly MoveRecord[];
}

function indexMoves(ledger: Ledger): MoveIndex {
  const byIdentity = new Map<string, MoveRecord[]>();
  const add = (id: string, move: MoveRecord): void => {
    const known = byIdentity.get(id);
    if (known) known.push(move);
    else byIdentity.set(id, [move]);
  };
  for (const { id } of ledger.runs().toReversed()) {
    for (const move of ledger.moves(id)) {
      add(move.identity, move);
      const fetched = ledger.fetched(move.identity);
      if (fetched) add(fetched.digest, move);
    }
  }
  return { find: (identities, digests) => [...identities, ...digests].flatMap((id) => byIdentity.get(id) ?? []) };
}

/** The address that is broken is no repair of itself. */
function withoutRepeats(candidates: readonly Candidate[], { image }: Damage): readonly Candidate[] {
  const places = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { destination } = candidate;
    const place = destination.kind === 'address' ? destination.address : destination.path;
    const isItself = image.source.kind === 'remote' && image.source.url === place;
    if (!isItself && !places.has(place)) places.set(place, candidate);
  }
  return [...places.values()];
}
