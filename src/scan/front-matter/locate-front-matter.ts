import type { LocatedReference } from '../located.js';
import { readScalars } from '../scalars/read-scalars.js';
import type { FrontMatter } from './find-front-matter.js';
import { type ImageValueOptions, locateImageValues } from './locate-image-values.js';

/** The images that a document's front matter names. */
export function locateFrontMatter(
  text: string,
  frontMatter: FrontMatter,
  options: Pick<ImageValueOptions, 'localOnlyKeys'> = {},
): readonly LocatedReference[] {
  const { region, format } = frontMatter;
  if (!canHoldImage(text.slice(region.start, region.end))) return [];
  const scalars = readScalars(text, region, format);
  return locateImageValues(text, scalars, { ...options, syntax: 'front-matter' });
}

/** Every address that counts has a slash or an image extension; most front matter has neither. */
function canHoldImage(source: string): boolean {
  return (
    source.includes('/') ||
    /\.(?:jpe?g|jfif|pjpeg|a?png|gif|webp|avif|hei[cf]|svg|tiff?|bmp|ico|jxl)|data:/i.test(source)
  );
}
