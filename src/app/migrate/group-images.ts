import { basename, dirname, extname } from 'node:path';
import type { Asset, AssetNaming, DocumentPlace, Identity } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { ImageReference } from '../../core/image-reference.js';
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

/** One image with all its places. */
export interface ImageGroup {
  readonly identified: Identified;
  readonly naming: AssetNaming;
  readonly places: readonly DocumentPlace[];
}

/** Every image that the posts name, once each, in the order of its first place. */
export function groupImages(
  posts: readonly ScannedPost[],
  identify: (reference: ImageReference) => Identified,
  options: { readonly linksToo: boolean },
): ReadonlyMap<Identity, ImageGroup> {
  const groups = new Map<Identity, { identified: Identified; naming: AssetNaming; places: DocumentPlace[] }>();
  for (const post of posts) {
    for (const reference of placesOf(post, options)) {
      const identified = identify(reference);
      const place = { file: post.file, line: reference.line, column: reference.column };
      const known = groups.get(identified.identity);
      if (!known) {
        const naming = { name: nameOf(identified), post: postName(post.file), date: post.date };
        groups.set(identified.identity, { identified, naming, places: [place] });
        continue;
      }
      known.places.push(place);
      known.naming = { ...known.naming, date: Math.min(known.naming.date, post.date) };
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

/** The asset of a group that has bytes to fetch. */
export function assetOf(group: ImageGroup): Asset | undefined {
  const { identified, naming } = group;
  if (identified.kind !== 'image') return undefined;
  return { identity: identified.identity, url: identified.url, source: identified.source, naming };
}

const nameOf = (identified: Identified): string => (identified.kind === 'image' ? identified.name : 'image');

function postName(file: string): string {
  const name = basename(file, extname(file));
  const isIndex = name === 'index' || name === '_index';
  return isIndex ? basename(dirname(file)) || name : name;
}
