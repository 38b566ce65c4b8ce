import { basename, dirname, extname } from 'node:path';
import type { Asset, AssetSource, AssetState, DocumentPlace, Identity } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { ImageReference } from '../../core/image-reference.js';
import { decodeKey, type ObjectKey } from '../../core/object-key.js';
import type { Site } from '../../scan/resolve/site.js';
import type { Identified } from './identify-image.js';

/** What is kept of a post after its scan: not its text. */
export interface ScannedPost {
  readonly file: string;
  readonly path: string;
  readonly digest: Digest;
  /** Whose rules it was read by. */
  readonly site: Site;
  readonly references: readonly ImageReference[];
  readonly links: readonly ImageReference[];
  /** Epoch ms, from the front matter, else of the file's last change. */
  readonly date: number;
  /** A file of the site that is no post: its configuration, its data, its CSS. */
  readonly isBeside: boolean;
}

/** One image with all its places. Of a large site these are held by the hundred thousand: nothing in it is told twice. */
export interface ImageGroup {
  readonly identified: Identified;
  /** In path order; at least one. */
  readonly references: readonly [ImageReference, ...ImageReference[]];
  /** Whose date counts. */
  readonly earliest: ScannedPost;
  /** What became of it, and its object where it has one; undefined until that is known. */
  state: AssetState | undefined;
  key: ObjectKey | undefined;
}

/** Every image that the posts name, once each, in the order of its first place. */
export function groupImages(
  posts: readonly ScannedPost[],
  identify: (reference: ImageReference) => Identified,
  options: { readonly linksToo: boolean },
): ReadonlyMap<Identity, ImageGroup> {
  type Draft = ImageGroup & { references: [ImageReference, ...ImageReference[]]; earliest: ScannedPost };
  const groups = new Map<Identity, Draft>();
  for (const post of posts) {
    for (const reference of placesOf(post, options)) {
      const identified = identify(reference);
      const known = groups.get(identified.identity);
      if (!known) {
        const group = { identified, references: [reference], earliest: post, state: undefined, key: undefined };
        groups.set(identified.identity, group as Draft);
        continue;
      }
      known.references.push(reference);
      if (post.date < known.earliest.date) known.earliest = post;
    }
  }
  return groups;
}

/** Links count as places of their own only where all of them move, and only those that look like images. */
function placesOf(post: ScannedPost, { linksToo }: { readonly linksToo: boolean }): readonly ImageReference[] {
  return linksToo ? [...post.references, ...post.links.filter(looksLikeImage)] : post.references;
}

function looksLikeImage({ target }: ImageReference): boolean {
  if (target.kind === 'remote') return hasImageExtension(new URL(target.url).pathname);
  return target.kind === 'file' && target.exists && hasImageExtension(target.path);
}

/** Where posts name an image. */
export const placesIn = ({ references }: ImageGroup): readonly DocumentPlace[] =>
  references.map(({ document: file, line, column }) => ({ file, line, column }));

/** The images that have bytes to fetch, and of which nothing is known yet. */
export function* assetsIn(groups: ReadonlyMap<Identity, ImageGroup>): Generator<Asset> {
  for (const { identified, references, earliest, state } of groups.values()) {
    if (identified.kind !== 'image' || state !== undefined) continue;
    const { identity, url, source = { kind: 'remote', url } } = identified;
    const naming = { name: nameOf(source), post: postName(references[0].document), date: earliest.date };
    yield { identity, url, source, naming };
  }
}

/** File name without extension, decoded. */
function nameOf(source: AssetSource): string {
  if (source.kind !== 'remote') return stem(source.kind === 'file' ? source.path : source.key);
  const { pathname } = new URL(source.url);
  return stem(decodeKey(pathname) ?? pathname);
}

const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, '') || 'image';

function postName(file: string): string {
  const name = basename(file, extname(file));
  const isIndex = name === 'index' || name === '_index';
  return isIndex ? basename(dirname(file)) || name : name;
}
