import type { AssetOutcome } from '../../core/asset.js';
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
}

/** A post; its digest tells whether planned edits still fit, and where they stand in the file nobody asks. */
export type PostToRead = Omit<PostToWrite, 'digest'> & Partial<Pick<PostToWrite, 'digest'>>;

/** Whatever the posts still say of the hosts that images moved away from. */
export async function listLeftBehind(
  posts: readonly PostToRead[],
  images: Iterable<AssetOutcome>,
  options: LeftBehindOptions,
): Promise<LeftBehind[]> {
  const outcomes = [...images];
  const hosts = hostsBeingLeft(outcomes);
  if (hosts.size === 0) return [];
  const states = new Map(outcomes.map((outcome) => [outcome.url, outcome.state]));
  const news = newAddresses(outcomes);
  const places: LeftBehind[] = [];
  for (const post of posts) {
    const text = await finalText(post, options);
    if (text === undefined || !mentions(text, hosts)) continue;
    const { references, links } = createRescan(post)(text);
    const stateOf = (url: string) => states.get(url);
    const found = findLeftBehind({ text, file: post.file, hosts, stateOf, references: [...references, ...links] });
    places.push(...found.filter(({ url }) => !news.has(url)));
  }
  return places;
}

/** Undefined where the post is gone, or can't be read any more: writing it has said so. */
async function finalText(post: PostToRead, { applied }: LeftBehindOptions): Promise<string | undefined> {
  try {
    const { text, digest } = await readDocument(post.path);
    return applied || digest !== post.digest ? text : applyEdits(text, post.edits);
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
function hostsBeingLeft(outcomes: readonly AssetOutcome[]): ReadonlySet<string> {
  const leaving = outcomes.filter(({ state }) => state !== 'in-place' && state !== 'skipped');
  const hosts = leaving.filter(({ url }) => URL.canParse(url)).map(({ url }) => new URL(url).host);
  return new Set(hosts);
}

/** Where images are now, or would be: an old and a new address may share a host. */
function newAddresses(outcomes: readonly AssetOutcome[]): ReadonlySet<string> {
  const addresses = outcomes.flatMap(({ state, url, publicUrl = '' }) =>
    state === 'in-place' ? [url, publicUrl] : publicUrl,
  );
  return new Set(addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address).href));
}
