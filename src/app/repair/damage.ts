import type { Identity } from '../../core/asset.js';
import type { CheckedImage } from '../../core/check-outcome.js';
import type { Digest } from '../../core/digest.js';
import type { ImageReference } from '../../core/image-reference.js';
import { shows } from '../../core/verdict.js';
import type { ImageToCheck } from '../check/gather/image-to-check.js';
import { type JudgeOptions, judgeImages } from '../check/judge/judge-images.js';
import type { SeenImage } from '../check/look/look-at-images.js';
import type { ScannedPost } from '../migrate/group-images.js';
import type { Survey } from './survey-posts.js';

/** An image that readers don't see, or see by a way round that its own server gives. */
export interface Damage {
  readonly image: ImageToCheck;
  /** What a check says of it. */
  readonly checked: CheckedImage;
  /** Its bytes, where it shows. */
  readonly shown: Digest | undefined;
  /** Where posts name it: images, as far as their places count, and links. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly post: ScannedPost;
  readonly reference: ImageReference;
}

/** Whether readers see the image all the same. */
export const isShown = ({ checked }: Pick<Damage, 'checked'>): boolean => shows({ level: checked.verdict });

export interface DamageReport {
  readonly damages: readonly Omit<Damage, 'occurrences'>[];
  /** Images that could not be seen. */
  readonly unseen: number;
}

/** Judges what was seen as a check does and picks what a repair is for; what a check leaves out is left alone. */
export function findDamages(
  images: readonly ImageToCheck[],
  seen: readonly SeenImage[],
  ignoredOf: JudgeOptions['ignoredOf'],
): DamageReport {
  const sizeRule = { bytes: undefined, pixels: undefined };
  const judged = judgeImages(seen, { sizeRule, missingAlt: false, ignoredOf });
  const imageOf = new Map(images.map((image) => [image.identity, image]));
  const damages = judged.images.filter(isMendable).flatMap((checked) => {
    const one = judged.seenOf.get(checked);
    const image = one && imageOf.get(one.image.identity);
    return image ? [{ image, checked, shown: isShown({ checked }) ? one.look.digest : undefined }] : [];
  });
  return { damages, unseen: judged.images.filter(({ verdict }) => verdict === 'unverifiable').length };
}

/** Broken ones, and those that show and whose own server names a better address. */
function isMendable({ verdict, reasons, evidence }: CheckedImage): boolean {
  if (verdict === 'broken') return true;
  const hasSecureAddress = reasons.includes('insecure') && evidence.https === true;
  return verdict === 'warn' && (reasons.includes('redirected') || hasSecureAddress);
}

/** Finds the places of an image: those that a check tells, and links to it, which move with it. */
export function createOccurrences(
  { posts, identityOf }: Survey,
  { links }: { readonly links: boolean },
): (damage: Omit<Damage, 'occurrences'>) => readonly Occurrence[] {
  const found = new Map<Identity, Occurrence[]>();
  for (const post of posts) {
    for (const reference of links ? [...post.references, ...post.links] : post.references) {
      const identity = identityOf(reference);
      if (identity === undefined) continue;
      const known = found.get(identity);
      if (known) known.push({ post, reference });
      else found.set(identity, [{ post, reference }]);
    }
  }
  return ({ image, checked: { places } }) => {
    const counting = new Set(places.map(({ file, line, column }) => `${file}:${line}:${column}`));
    const all = found.get(image.identity) ?? [];
    return all.filter(
      ({ post, reference: { role, line, column } }) =>
        role === 'link' || counting.has(`${post.file}:${line}:${column}`),
    );
  };
}
