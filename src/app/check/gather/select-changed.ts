import { resolve } from 'node:path';
import type { Changes } from './changes.js';
import type { GatheredImages } from './gather-images.js';
import type { ImageToCheck, LookSource } from './image-to-check.js';

/** Of all images, those that a changed post shows and those whose own file changed. */
export function selectChanged(
  gathered: GatheredImages,
  { files, has }: Pick<Changes, 'files' | 'has'>,
  cwd: string,
): GatheredImages {
  const isChanged = (file: string): boolean => files.has(resolve(cwd, file));
  const images = gathered.images.flatMap((image): ImageToCheck[] => {
    const places = image.places.filter(({ file }) => has(resolve(cwd, file)));
    const isOwnChanged = pathsOf(image.source).some((path) => files.has(path));
    const isWanted = places.length > 0 && (isOwnChanged || places.some(({ file }) => isChanged(file)));
    return isWanted ? [{ ...image, places }] : [];
  });
  return { ...gathered, images, unread: gathered.unread.filter(({ file }) => isChanged(file)) };
}

/** Where its file is, or was until it was removed or renamed. */
function pathsOf(source: LookSource): readonly string[] {
  if (source.kind === 'file') return [source.path];
  return source.kind === 'missing' ? source.candidates : [];
}
