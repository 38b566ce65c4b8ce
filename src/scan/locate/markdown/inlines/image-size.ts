import { skipLinkSpace } from '../links/link-title.js';

/**
 * Skips the size that HackMD and markdown-it-imsize write after a destination or its title: ` =300x200`, ` =300x`,
 * ` =x200`, ` =50%x`.
 *
 * @returns its end, `start` where there is none
 */
export function skipImageSize(text: string, start: number): number {
  const from = skipLinkSpace(text, start);
  if (from === start) return start;
  imageSize.lastIndex = from;
  return imageSize.test(text) ? imageSize.lastIndex : start;
}

const imageSize = /=(?:\d{1,6}%?(?:x(?:\d{1,6}%?)?)?|x\d{1,6}%?)(?=[ \t\n)])/y;
