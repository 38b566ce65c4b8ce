import type { AssetOutcome, AssetState } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { LeftBehind } from '../../core/outcome.js';
import { applyEdits } from '../../rewrite/apply-edits.js';
import { findLeftBehind } from '../../rewrite/find-left-behind.js';
import { readDocument } from '../../scan/read-document.js';
import type { PostToWrite } from '../post-to-write.js';
import { createRescan } from '../rewrite-post.js';

export interface LeftBehindOptions {
  /** Whether the edits stand in the files; else they are applied to what is read. */
  readonly applied: boolean;
  /** Default: those of the images that moved, would, or failed to. */
  readonly hosts?: ReadonlySet<string>;
  /** Whether an address is one that images moved to. Default: it is that of an image which did. */
  readonly isNew?: (url: string) => boolean;
}

interface Images {
  values(): Iterable<AssetOutcome>;
}

/** A post; its digest tells whether planned edits still fit. Where they stand in the file nobody asks for either. */
export type PostToRead = Omit<PostToWrite, 'digest' | 'edits'> & Partial<Pick<PostToWrite, 'digest' | 'edits'>>;

/** Whatever the posts still say of the hosts that images moved away from. */
export async function listLeftBehind(
  posts: Iterable<PostToRead>,
  images: Images,
  options: LeftBehindOptions,
): Promise<LeftBehind[]> {
  const hosts = options.hosts ?? hostsBeingLeft(images);
  if (hosts.size === 0) return [];
  const states = new Map<string, AssetState>();
  for (const { url, state } of images.values()) states.set(url, state);
  const places: LeftBehind[] = [];
  for (const post of posts) {
    const text = await finalText(post, options);
    if (text === undefined || !mentions(text, hosts)) continue;
    const { references, links } = createRescan(post)(text);
    const stateOf = (url: string) => states.get(url);
    places.push(...findLeftBehind({ text, file: post.file, hosts, stateOf, references: [...references, ...links] }));
  }
  if (options.isNew) return places.filter(({ url }) => !options.isNew?.(url));
  const news = newAddresses(images, new Set(places.map(({ url }) => url)));
  return places.filter(({ url }) => !news.has(url));
}

/** Undefined where the post is gone, or can't be read any more: writing it has said so. */
async function finalText(post: PostToRead, { applied }: LeftBehindOptions): Promise<string | undefined> {
  try {
    const { text, digest } = await readDocument(post.path);
    return applied || digest !== post.digest ? text : applyEdits(text, post.edits ?? []);
  } catch (error) {
    if (error instanceof ImgferryError && error.scope === 'document') return undefined;
    throw error;
  }
}

/** A cheap look that spares most posts the scan; the last label of a name stands in every spelling of it. */
function mentions(text: string, hosts: ReadonlySet<string>): boolean {
  const lower = text.toLowerCase();
  return [...hosts].some((host) => lower.includes(host.replace(/:\d+$/, '').split('.').at(-1) ?? host));
}

/** Hosts of the images that moved, would, or failed to; one whose images all stay is not being left. */
function hostsBeingLeft(images: Images): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { state, url } of images.values()) {
    if (state !== 'in-place' && state !== 'skipped' && URL.canParse(url)) hosts.add(new URL(url).host);
  }
  return hosts;
}

/** Those of some addresses where images are now, or would be: an old and a new address may share a host. */
function newAddresses(images: Images, among: ReadonlySet<string>): ReadonlySet<string> {
  const news = new Set<string>();
  if (among.size === 0) return news;
  for (const { state, url, publicUrl = '' } of images.values()) {
    for (const address of state === 'in-place' ? [url, publicUrl] : [publicUrl]) {
      const href = URL.canParse(address) ? new URL(address).href : undefined;
      if (href !== undefined && among.has(href)) news.add(href);
    }
  }
  return news;
}
