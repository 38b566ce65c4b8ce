import type { InlineConstruct } from '../../located.js';
import { EQUALS, isHtmlSpace, isLetter } from '../characters.js';
import { ForwardSearch } from '../forward-search.js';
import type { Parts } from './content.js';

/** Tags that name an image by themselves. */
const imageTag = /<(?:img|image|source|video|input|link|meta|style|[a-z]+-(?:image|img|anim))\b/iy;
const linkTag = /<(?:img|image|source|video|input|link|meta|style|[a-z]+-(?:image|img|anim)|a)\b|<[a-z][a-z0-9+.-]*:/iy;
const anyTag = /<[a-z]/iy;

/** Attributes that name one in any tag. */
const imageAttribute = /(?:style|background|background-image|data-bg)$/i;
const longestAttribute = 'background-image'.length;

/**
 * Where in a document images, and links if they are wanted, can be; asked for positions that only grow. Each has one of
 * these: where none stands, nothing need be read.
 */
export class Candidates {
  private readonly search: ForwardSearch;
  private readonly openers: readonly string[];
  private readonly tag: RegExp;
  /** The last ones found; -1 before the first search. */
  private found = -1;
  private foundTag = -1;
  private foundAttribute = -1;

  constructor(
    private readonly text: string,
    constructs: readonly InlineConstruct[],
    { format, links }: { readonly format: 'markdown' | 'mdx'; readonly links: boolean },
  ) {
    this.search = new ForwardSearch(text);
    const openers = constructs.map(({ opener }) => opener);
    this.openers = [links ? '[' : '![', ...(format === 'mdx' ? ['import'] : []), ...openers];
    this.tag = format === 'mdx' ? anyTag : links ? linkTag : imageTag;
  }

  /** Whether one stands at or after `from`. */
  isAfter(from: number): boolean {
    return this.find(from) < Number.POSITIVE_INFINITY;
  }

  isIn(lines: Parts): boolean {
    return this.find(lines[0] ?? 0) < (lines[lines.length - 1] ?? 0);
  }

  private find(from: number): number {
    if (this.found >= from) return this.found;
    let first = Math.min(this.findTag(from), this.findAttribute(from));
    for (const opener of this.openers) {
      const at = this.search.find(opener, from);
      if (at >= 0 && at < first) first = at;
    }
    this.found = first;
    return first;
  }

  private findTag(from: number): number {
    if (this.foundTag >= from) return this.foundTag;
    const { tag, text } = this;
    let at = text.indexOf('<', from);
    for (; at >= 0; at = text.indexOf('<', at + 1)) {
      if (!isLetter(text.charCodeAt(at + 1))) continue;
      tag.lastIndex = at;
      if (tag.test(text)) break;
    }
    this.foundTag = at < 0 ? Number.POSITIVE_INFINITY : at;
    return this.foundTag;
  }

  /** The `=` after such an attribute's name. */
  private findAttribute(from: number): number {
    if (this.foundAttribute >= from) return this.foundAttribute;
    const { text } = this;
    let at = text.indexOf('=', from);
    for (; at >= 0; at = text.indexOf('=', at + 1)) {
      if (text.charCodeAt(at + 1) !== EQUALS && this.isImageAttribute(at)) break;
    }
    this.foundAttribute = at < 0 ? Number.POSITIVE_INFINITY : at;
    return this.foundAttribute;
  }

  private isImageAttribute(equals: number): boolean {
    const { text } = this;
    let end = equals;
    while (isHtmlSpace(text.charCodeAt(end - 1))) end--;
    return imageAttribute.test(text.slice(Math.max(0, end - longestAttribute), end));
  }
}
