import { resolve } from 'node:path';
import type { Changes } from './changes.js';
import type { GatheredImages } from './gather-images.js';
import type { ImageToCheck, LookSource } from './image-to-check.js';

/** Of all images, those that a changed post shows and those whose own file changed. */
export function selectChanged(
  gathered: GatheredImages,
  { files }: Pick<Changes, 'files'>,
  cwd: string,
): GatheredImages {
  const isChanged = (file: string): boolean => files.has(resolve(cwd, file));
  const images = gathered.images.filter(
    ({ places, source }: ImageToCheck) =>
      places.some(({ file }) => isChanged(file)) || pathsOf(source).some((path) => files.has(path)),
  );
  return { ...gathered, images, unread: gathered.unread.filter(({ file }) => isChanged(file)) };
}

/** Where its file is, or was until it was removed or renamed. */
function pathsOf(source: LookSource): readonly string[] {
  if (source.kind === 'file') return [source.path];
  return source.kind === 'missing' ? source.candidates : [];
}
