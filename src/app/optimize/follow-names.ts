import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Identity } from '../../core/asset.js';
import { fileOf, type ImageReference } from '../../core/image-reference.js';
import type { LeftBehind } from '../../core/outcome.js';
import { applyEdits } from '../../rewrite/apply-edits.js';
import { type NewAddress, planEdits } from '../../rewrite/plan-edits.js';
import { readDocument } from '../../scan/read-document.js';
import { createSiteFinder } from '../../scan/resolve/detect-site.js';
import { createPostAddresses } from '../address-in-post.js';
import type { UseCaseContext } from '../context.js';
import type { Destination } from '../destination.js';
import { asIdentity, displayPath } from '../image-identity.js';
import type { ScannedPost } from '../migrate/group-images.js';
import { scanAllPosts } from '../migrate/scan-posts.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';
import { siteOptions } from '../scan.js';
import { findMentions } from './find-mentions.js';
import type { ImagePlace } from './image-place.js';
import type { RenamedImage } from './settle-image.js';

interface Occurrence {
  readonly post: ScannedPost;
  readonly reference: ImageReference;
}

/** The posts that follow when images get other names. */
export interface FollowedPosts {
  readonly posts: readonly ScannedPost[];
  readonly occurrences: ReadonlyMap<Identity, readonly Occurrence[]>;
  /** Images that other sites show of a page: the networks that do so read JPEG, PNG and WebP. */
  isShareCard(identity: Identity): boolean;
}

/** Reads the posts once: which images they name, and how. */
export async function surveyNames(
  places: readonly ImagePlace[],
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<FollowedPosts> {
  const posts = await scanAllPosts(draft, context);
  const occurrences = new Map<Identity, Occurrence[]>();
  const cards = new Set<Identity>();
  for (const post of posts) {
    for (const reference of [...post.references, ...post.links]) {
      const identity = identityOf(reference, places);
      if (identity === undefined) continue;
      const known = occurrences.get(identity);
      if (known) known.push({ post, reference });
      else occurrences.set(identity, [{ post, reference }]);
      if (reference.syntax === 'front-matter' || reference.syntax === 'html-meta') cards.add(identity);
    }
  }
  return { posts, occurrences, isShareCard: (identity) => cards.has(identity) };
}

function identityOf({ target }: ImageReference, places: readonly ImagePlace[]): Identity | undefined {
  const file = fileOf(target);
  if (file) return file.exists ? asIdentity(`file:${realpathSync(file.path)}`) : undefined;
  if (target.kind !== 'remote') return undefined;
  for (const { store, nameAt } of places) {
    const key = nameAt(target.url);
    if (key !== undefined) return asIdentity(`store:${store}/${key}`);
  }
  return undefined;
}

/** Each post with the edits that bring its references to the new names. */
export async function planNames(
  renamed: readonly RenamedImage[],
  { posts, occurrences }: FollowedPosts,
  place: ImagePlace,
  { ledgerRoot, isDone }: { readonly ledgerRoot: string; readonly isDone: boolean },
  context: UseCaseContext,
): Promise<readonly PostToWrite[]> {
  const addresses = createPostAddresses(context);
  const siteOf = createSiteFinder(siteOptions(context)); // the scan's looked before files came
  const planned = new Map<ImageReference, NewAddress>();
  for (const { image, successor } of renamed) {
    const { identity } = image.asset;
    const destination: Destination =
      place.store === undefined
        ? { kind: 'extension', path: resolve(ledgerRoot, successor), isThere: isDone }
        : { kind: 'address', address: place.shown(successor) };
    for (const { post, reference } of occurrences.get(identity) ?? []) {
      const site = siteOf(dirname(post.path));
      const address = await addresses.addressFor(reference, { ...post, site }, destination);
      if (address !== undefined) planned.set(reference, { identity, address, keepsForm: true });
    }
  }
  return posts.map(({ file, path, digest, isBeside, references, links }) => {
    const edits = planEdits([...references, ...links], (reference) => planned.get(reference));
    return { file, path, digest, site: siteOf(dirname(path)), isBeside, edits };
  });
}

/** Which old names are still in use, and where. */
export interface NamesInUse {
  isNamed(image: RenamedImage): boolean;
  readonly places: readonly LeftBehind[];
}

/** Looks through every text of the repository for the old names, once the posts have followed. */
export async function findNamesInUse(
  renamed: readonly RenamedImage[],
  posts: readonly PostToWrite[],
  place: ImagePlace,
  { ledgerRoot, isDone }: { readonly ledgerRoot: string; readonly isDone: boolean },
  context: UseCaseContext,
): Promise<NamesInUse> {
  const baseOf = ({ image }: RenamedImage): string => image.name.split('/').at(-1) ?? image.name;
  const shown = new Map(renamed.map((one) => [baseOf(one), place.shown(one.image.name)]));
  const planned = isDone ? new Map<string, string>() : await plannedTexts(posts);
  const named = new Set<string>();
  const places: LeftBehind[] = [];
  const options = { root: ledgerRoot, planned: (file: string) => planned.get(file) };
  for await (const { file, name, line, column } of findMentions(shown.keys(), options, context)) {
    named.add(name);
    places.push({ file: displayPath(file, context.cwd), line, column, url: shown.get(name) ?? name, reason: 'text' });
  }
  return { isNamed: (one) => named.has(baseOf(one)), places };
}

async function plannedTexts(posts: readonly PostToWrite[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { path, digest, edits } of posts) {
    if (edits.length === 0) continue;
    const { text, digest: found } = await readDocument(path);
    texts.set(path, found === digest ? applyEdits(text, edits) : text);
  }
  return texts;
}
