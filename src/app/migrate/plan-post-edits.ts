import { dirname, relative, sep } from 'node:path';
import type { AssetOutcome, Identity } from '../../core/asset.js';
import type { ImageReference } from '../../core/image-reference.js';
import { encodeKey } from '../../core/object-key.js';
import type { PlannedEdit } from '../../core/plan.js';
import { type NewAddress, planEdits } from '../../rewrite/plan-edits.js';
import type { ScannedPost } from './group-images.js';
import type { Identified } from './identify-image.js';

/** Where an image can be read once it has arrived: its public address, or its file for addresses relative to a post. */
export type Arrival = Pick<AssetOutcome, 'state' | 'key' | 'publicUrl'>;

export interface Arrivals {
  get(identity: Identity): Arrival | undefined;
}

export interface PostEditOptions {
  readonly identify: (reference: ImageReference) => Identified;
  readonly arrivals: Arrivals;
  /** Links move with the image that they point at, or stay. */
  readonly moveLinks: boolean;
  /** Folder of the target, where posts name its files by their path from the post. */
  readonly relativeTo: string | undefined;
}

/** The edits of one post: every reference whose image has arrived gets its new address. */
export function planPostEdits(post: ScannedPost, options: PostEditOptions): PlannedEdit[] {
  const places = options.moveLinks ? [...post.references, ...post.links] : post.references;
  return planEdits(places, (reference) => newAddressOf(post, reference, options));
}

/** Where a reference is to point; undefined where its image has not arrived. */
export function newAddressOf(
  post: ScannedPost,
  reference: ImageReference,
  { identify, arrivals, relativeTo }: Pick<PostEditOptions, 'identify' | 'arrivals' | 'relativeTo'>,
): NewAddress | undefined {
  const identified = identify(reference);
  const { identity } = identified;
  const address = addressIn(post, arrivals.get(identity), relativeTo);
  const suffix = identified.kind === 'image' ? (identified.suffix ?? '') : '';
  return address === undefined ? undefined : { identity, address: address + suffix };
}

function addressIn(
  post: ScannedPost,
  arrival: Arrival | undefined,
  relativeTo: string | undefined,
): string | undefined {
  if (!arrival || !hasArrived(arrival)) return undefined;
  if (relativeTo === undefined || arrival.key === undefined) return arrival.publicUrl;
  return pathFrom(dirname(post.path), relativeTo, arrival.key);
}

/** The path from a post's folder to a file of the target's, percent-encoded. */
export function pathFrom(postFolder: string, folder: string, key: string): string {
  const segments = relative(postFolder, folder)
    .split(sep)
    .filter((segment) => segment !== '');
  return encodeKey([...segments, key].join('/'));
}

const hasArrived = ({ state }: Arrival): boolean => state === 'stored' || state === 'reused' || state === 'planned';
