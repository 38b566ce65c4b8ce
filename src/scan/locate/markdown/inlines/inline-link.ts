import { LEFT_PAREN, RIGHT_PAREN } from '../../characters.js';
import { type LinkDestination, readLinkDestination } from '../links/link-destination.js';
import { readLinkTitle, skipLinkSpace } from '../links/link-title.js';
import { skipImageSize } from './image-size.js';

export interface InlineTail {
  readonly destination: LinkDestination;
  /** After the closing parenthesis. */
  readonly end: number;
}

/**
 * Reads what follows the text of an inline link or image (CommonMark 6.3, 6.4): `(destination "title")`.
 *
 * @param start where the opening parenthesis would stand
 * @param isImage then a size is read too, before or after the title
 */
export function readInlineTail(text: string, start: number, isImage: boolean): InlineTail | undefined {
  if (text.charCodeAt(start) !== LEFT_PAREN) return undefined;
  const destination = readLinkDestination(text, skipLinkSpace(text, start + 1));
  if (!destination) return undefined;
  let at = isImage ? skipImageSize(text, destination.after) : destination.after;
  const space = skipLinkSpace(text, at);
  const title = space > at ? readLinkTitle(text, space) : -1;
  if (title > 0) at = isImage ? skipImageSize(text, title) : title;
  const close = skipLinkSpace(text, at);
  return text.charCodeAt(close) === RIGHT_PAREN ? { destination, end: close + 1 } : undefined;
}
