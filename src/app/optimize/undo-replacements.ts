import { relative, resolve, sep } from 'node:path';
import type { AssetOutcome, Identity } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger, PostEditRecord } from '../../core/ledger.js';
import type { Replacement, ReplacementId } from '../../core/replacement.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { ImagePlace } from './image-place.js';
import { inPlaces } from './in-places.js';

/** The second half of an undo, once the posts are as they were. */
export interface Successors {
  /** Takes away those that no post of another run names; one that stays for those can be undone again. */
  remove(): Promise<void>;
  /** Leaves them for ever: a post names one still. */
  keep(): void;
}

/**
 * Puts the originals of a run back where its bytes still stand. An image that has other bytes by now, or whose original
 * was not kept, stays and is named.
 *
 * Outcomes: `stored` with `original-restored`; `failed` with REPLACED_SINCE or ORIGINAL_MISSING {path, original}.
 */
export async function undoReplacements(
  replacements: readonly Replacement[],
  ledger: Ledger,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<Successors> {
  const restored: Replacement[] = [];
  await inPlaces(replacements, ledger, context, async (replacement, place) => {
    const outcome = await undoReplacement(replacement, place);
    draft.addImage(outcome);
    if (outcome.state !== 'stored') return;
    if (replacement.successor === undefined) ledger.setReplacementState(replacement, 'undone');
    else restored.push(replacement);
  });
  return {
    async remove() {
      const named = restored.length === 0 ? new Set<Identity>() : namesGiven(ledger);
      const removed = restored.filter((one) => !named.has(identityOf(one, ledger)));
      await inPlaces(removed, ledger, context, async (replacement, place) => {
        const { successor = '', after } = replacement;
        if ((await place.digestAt(successor)) === after) await place.remove(successor);
        ledger.setReplacementState(replacement, 'undone');
      });
    },
    keep() {
      for (const replacement of restored) ledger.setReplacementState(replacement, 'undone');
    },
  };
}

/**
 * Puts old names back that an undo of posts' edits brings back into posts, where a later run than the one that made the
 * new bytes had taken them away. The new bytes stay: other posts may name them.
 *
 * @returns images that are not under their old name, with that name as people know it
 */
export async function restoreOldNames(
  posts: Iterable<PostEditRecord>,
  ledger: Ledger,
  context: UseCaseContext,
): Promise<ReadonlyMap<Identity, string>> {
  const absent = new Map<Identity, string>();
  const standing = [...placesIn(posts, ledger)].flatMap(([, id]) => {
    const found = ledger.standingReplacement(id);
    return found?.successor === undefined ? [] : [found];
  });
  await inPlaces(standing, ledger, context, async (replacement, place) => {
    const { place: name, before, original } = replacement;
    if ((await place.digestAt(name)) !== undefined) return;
    const isKept = original !== undefined && (await place.digestAt(original)) === before;
    if (isKept) await place.restore(name, original);
    else absent.set(identityOf(replacement, ledger), place.shown(name));
  });
  return absent;
}

type ReplacedPlace = Omit<ReplacementId, 'run'>;

/** Places of the images that posts' edits are of, each once. */
function placesIn(posts: Iterable<PostEditRecord>, ledger: Ledger): ReadonlyMap<Identity, ReplacedPlace> {
  const stores = ledger.knownStores();
  const places = new Map<Identity, ReplacedPlace>();
  for (const { edits } of posts) {
    for (const { identity } of edits) {
      const place = places.has(identity) ? undefined : placeOf(identity, ledger.root, stores);
      if (place) places.set(identity, place);
    }
  }
  return places;
}

/** Images whose new names stand in posts. */
function namesGiven(ledger: Ledger): ReadonlySet<Identity> {
  const edits = ledger.runs().flatMap(({ id }) => ledger.postEdits(id));
  const standing = edits.filter(({ state }) => state === 'written');
  return new Set(standing.flatMap((record) => record.edits.map(({ identity }) => identity)));
}

/** What a post's edit knows an image by. */
function identityOf({ place, store }: Pick<Replacement, 'place' | 'store'>, { root }: Ledger): Identity {
  return asIdentity(store === undefined ? `file:${resolve(root, place)}` : `store:${store}/${place}`);
}

/** Undefined for what stands on the web. */
function placeOf(identity: Identity, root: string, stores: readonly string[]): ReplacedPlace | undefined {
  if (identity.startsWith('file:')) {
    return { place: relative(root, identity.slice('file:'.length)).split(sep).join('/') };
  }
  const store = stores.find((id) => identity.startsWith(`store:${id}/`));
  return store === undefined ? undefined : { store, place: identity.slice(`store:${store}/`.length) };
}

async function undoReplacement(replacement: Replacement, place: ImagePlace): Promise<AssetOutcome> {
  const { place: name, store } = replacement;
  const identity = asIdentity(store === undefined ? `file:${name}` : `store:${store}/${name}`);
  const image = { identity, url: place.shown(name) };
  try {
    await restore(replacement, place);
    return { ...image, state: 'stored', reason: 'original-restored' };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    return { ...image, state: 'failed', error: error.toReport() };
  }
}

async function restore(
  { place: name, successor, before, after, original }: Replacement,
  place: ImagePlace,
): Promise<void> {
  const found = await place.digestAt(name);
  if (found === before) return;
  const kept = original === undefined ? {} : { original: place.shown(original) };
  const isOurs = successor === undefined ? found === after : found === undefined;
  if (!isOurs) {
    const facts = { path: place.shown(name), expected: after, found: found ?? 'missing', ...kept };
    throw new ImgferryError('REPLACED_SINCE', facts);
  }
  if (original === undefined || (await place.digestAt(original)) !== before) {
    throw new ImgferryError('ORIGINAL_MISSING', { path: place.shown(name), ...kept });
  }
  await place.restore(name, original);
}
