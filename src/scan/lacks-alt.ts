import type { ImageReference } from '../core/image-reference.js';

/**
 * Whether an image has no description where its syntax has a place for one: `![](…)`, or an `img` without `alt`. An
 * empty `alt=""` is a description: it says that the image is there for its looks alone (HTML, 4.8.4.4.4). A definition's
 * images are described where they stand, which a reference does not tell.
 */
export function lacksAlt(text: string, { span, syntax }: Pick<ImageReference, 'span' | 'syntax'>): boolean {
  switch (syntax) {
    case 'inline':
    case 'inline-lenient':
      return /!\[\s*\]\(\s*<?$/.test(text.slice(Math.max(0, span.start - 20), span.start));
    case 'html-src':
    case 'jsx-src':
      return hasTagWithoutAlt(text, span.start);
    default:
      return false;
  }
}

/** Where the tag can't be told for sure, nothing is said against it. */
function hasTagWithoutAlt(text: string, address: number): boolean {
  const start = text.lastIndexOf('<', address);
  const end = text.indexOf('>', address);
  if (start < 0 || end < 0) return false;
  const tag = text.slice(start, end + 1);
  return /^<(?:img|Image)\b/.test(tag) && !/[\s"']:?alt(?=[\s=/>])/i.test(tag) && !tag.includes('{...');
}
