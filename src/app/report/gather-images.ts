import { resolve } from 'node:path';
import type { Identity } from '../../core/asset.js';
import type { FetchedRecord, MoveRecord, PostEditRecord, PreparedRecord, RunRecord } from '../../core/ledger.js';
import type { Replacement } from '../../core/replacement.js';
import type { ReportedImage, ReportedOutcome } from '../../core/run-report.js';
import { asIdentity, displayPath } from '../image-identity.js';
import { type DescribedIdentity, describeIdentity } from './describe-identity.js';
import { objectPlace, type PictureSource, pictureOf, recordedPlace, type Surroundings } from './picture-source.js';

/** An image of a run, and where its picture may be at hand. */
export interface ImageOfRun {
  readonly identity: Identity;
  readonly image: ReportedImage;
  readonly before?: PictureSource;
  readonly after?: PictureSource;
}

/** Every image of a run: what was moved, what was replaced where it stood, and what posts were pointed at. */
export function gatherImages(
  { id, command }: RunRecord,
  posts: readonly PostEditRecord[],
  surroundings: Surroundings,
): readonly ImageOfRun[] {
  const { ledger } = surroundings;
  const images = new Map<Identity, ImageOfRun>();
  for (const move of ledger.moves(id)) images.set(move.identity, movedImage(move, command, surroundings));
  for (const replacement of ledger.replacements(id)) {
    const image = replacedImage(replacement, surroundings);
    images.set(image.identity, image);
  }
  for (const [identity, named] of namesInPosts(posts, surroundings)) {
    images.set(identity, namedImage(identity, images.get(identity), named, surroundings));
  }
  return [...images.values()].map((found) => withCheck(found, surroundings));
}

/** Bytes before are told only where it is known that these bytes became the object: the image may have others by now. */
function movedImage({ identity, store, object }: MoveRecord, command: string, surroundings: Surroundings): ImageOfRun {
  const { ledger, basesOf } = surroundings;
  const described = describeIdentity(identity, surroundings);
  const digest = 'digest' in object ? object.digest : undefined;
  const source = digest && sourceOf(ledger.fetched(identity), { digest, size: object.size }, command, surroundings);
  const before = digest === undefined ? { size: object.size } : source?.fetched;
  const to = basesOf(store)?.publicUrl(object.key);
  return {
    identity,
    image: {
      ...bare(described, digest === undefined ? 'copied' : 'moved'),
      ...(to === undefined ? {} : { to }),
      key: object.key,
      bytesAfter: object.size,
      ...(before === undefined ? {} : { bytesBefore: before.size }),
      ...(digest === undefined || source !== undefined
        ? { isSame: digest === undefined || source?.fetched.digest === digest }
        : {}),
      ...dimensionsOf(source?.prepared),
    },
    ...(before === undefined ? {} : { before: pictureOf(before, described.place, surroundings) }),
    after: pictureOf(object, objectPlace(store, object.key, surroundings), surroundings),
  };
}

function sourceOf(
  fetched: FetchedRecord | undefined,
  object: FetchedRecord,
  command: string,
  { ledger }: Surroundings,
): { readonly fetched: FetchedRecord; readonly prepared: PreparedRecord | undefined } | undefined {
  if (command === 'transfer') {
    // it notes no source: what an encoder here made may have been made on the way
    return ledger.encodedHere(object.digest) === undefined ? { fetched: object, prepared: undefined } : undefined;
  }
  const prepared = fetched && ledger.preparedAs(fetched.digest, object.digest);
  return fetched && (prepared || fetched.digest === object.digest) ? { fetched, prepared } : undefined;
}

function replacedImage(replacement: Replacement, surroundings: Surroundings): ImageOfRun {
  const { store, place, successor, original, before, after } = replacement;
  const { ledger, basesOf, cwd } = surroundings;
  const prepared = ledger.preparedAs(before, after);
  const identity = identityOf(replacement, surroundings);
  const described = describeIdentity(identity, surroundings);
  const now = successor ?? place;
  const to = store === undefined ? displayPath(resolve(ledger.root, now), cwd) : basesOf(store)?.publicUrl(now);
  const stood = recordedPlace(store, place, surroundings);
  const kept = original === undefined ? stood : recordedPlace(store, original, surroundings);
  const was = { ...kept, paths: [...kept.paths, ...stood.paths] }; // an undo puts the original back
  return {
    identity,
    image: {
      ...bare(described, outcomeOf(replacement)),
      ...(successor === undefined || to === undefined ? {} : { to }),
      ...(store === undefined ? {} : { key: now }),
      ...(prepared === undefined ? {} : { bytesAfter: prepared.size }),
      isSame: before === after,
      ...dimensionsOf(prepared),
    },
    before: pictureOf({ digest: before }, was, surroundings),
    after: pictureOf({ digest: after }, recordedPlace(store, now, surroundings), surroundings),
  };
}

function outcomeOf({ state, successor, before, after }: Replacement): ReportedOutcome {
  if (state === 'planned') return 'unsettled';
  if (state !== 'written') return state;
  if (before === after) return 'archived';
  return successor === undefined ? 'replaced' : 'renamed';
}

interface NamedInPosts {
  readonly address: string;
  readonly places: ReportedImage['places'];
  /** Of the posts' edits. */
  readonly states: ReadonlySet<PostEditRecord['state']>;
}

function namesInPosts(
  posts: readonly PostEditRecord[],
  { ledger, cwd }: Surroundings,
): ReadonlyMap<Identity, NamedInPosts> {
  const named = new Map<
    Identity,
    { address: string; places: ReportedImage['places'][number][]; states: Set<PostEditRecord['state']> }
  >();
  for (const { file, state, edits } of posts) {
    const shown = displayPath(resolve(ledger.root, file), cwd);
    for (const { identity, address, line, column } of edits) {
      const known = named.get(identity) ?? { address, places: [], states: new Set() };
      known.places.push({ file: shown, line, column });
      known.states.add(state);
      named.set(identity, known);
    }
  }
  return named;
}

/** With the places where posts name it; one that no move and no replacement tells of got another address alone. */
function namedImage(
  identity: Identity,
  known: ImageOfRun | undefined,
  { address, places, states }: NamedInPosts,
  surroundings: Surroundings,
): ImageOfRun {
  const only = states.size === 1 ? [...states][0] : undefined;
  const outcome = known?.image.outcome ?? 'relinked';
  const isEdited = outcome === 'relinked' || outcome === 'moved' || outcome === 'copied';
  const ofPosts = only === 'undone' || only === 'abandoned' ? only : states.has('planned') ? 'unsettled' : outcome;
  const base = known?.image ?? bare(describeIdentity(identity, surroundings), 'relinked');
  return { ...known, identity, image: { ...base, to: address, places, outcome: isEdited ? ofPosts : outcome } };
}

/** What a check saw last of where the image is now. */
function withCheck(found: ImageOfRun, { ledger }: Surroundings): ImageOfRun {
  const { to } = found.image;
  const address = to !== undefined && URL.canParse(to) ? new URL(to) : undefined;
  if (address) address.hash = '';
  const identities = [...(address ? [address.href] : []), ...(found.after?.paths ?? []).map((path) => `file:${path}`)];
  const [newest] = identities.flatMap((identity) => ledger.looksAt(asIdentity(identity)));
  if (!newest) return found;
  return { ...found, image: { ...found.image, check: { verdict: newest.look.verdict, at: newest.at } } };
}

function identityOf({ store, place }: Pick<Replacement, 'store' | 'place'>, { ledger }: Surroundings): Identity {
  return asIdentity(store === undefined ? `file:${resolve(ledger.root, place)}` : `store:${store}/${place}`);
}

const bare = ({ from, host }: DescribedIdentity, outcome: ReportedOutcome): ReportedImage => ({
  from,
  ...(host === undefined ? {} : { host }),
  outcome,
  places: [],
});

function dimensionsOf(prepared: PreparedRecord | undefined): Pick<ReportedImage, 'format' | 'width' | 'height'> {
  if (!prepared) return {};
  const { format, width, height } = prepared;
  return { format, ...(width > 0 && height > 0 ? { width, height } : {}) };
}
