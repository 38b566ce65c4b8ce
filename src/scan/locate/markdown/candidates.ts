import type { InlineConstruct } from '../../located.js';
import type { Parts } from './content.js';

/**
 * What every image has: where none of these stands, nothing need be read. A `style` or a background can stand in any
 * tag; the last `<` before it stands in the same one. (That all begin with `!` or `<` makes the search three times as fast.)
 */
const imageStarts =
  '!\\[|<(?:(?:img|image|source|video|input|link|meta|style|[a-z]+-(?:image|img|anim))\\b|[^<]*?(?:style|background(?:-image)?|data-bg)[ \\t\\r\\n]*=)';
const mdxStarts = '<[a-z]|\\bimport\\b';
const linkStarts = '\\[|<a\\b|<[a-z][a-z0-9+.-]*:';

/** Where in a document images, and links if they are wanted, can be; asked for positions that only grow. */
export class Candidates {
  private readonly pattern: RegExp;
  /** The last one found; -1 before the first search. */
  private found = -1;

  constructor(
    private readonly text: string,
    from: number,
    constructs: readonly InlineConstruct[],
    { format, links }: { readonly format: 'markdown' | 'mdx'; readonly links: boolean },
  ) {
    const openers = constructs.map(({ opener }) => opener.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const starts = [imageStarts, ...openers];
    if (links) starts.push(linkStarts);
    if (format === 'mdx') starts.push(mdxStarts);
    this.pattern = new RegExp(starts.join('|'), 'gi');
    this.find(from);
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
    this.pattern.lastIndex = from;
    const match = this.pattern.exec(this.text);
    this.found = match ? match.index : Number.POSITIVE_INFINITY;
    return this.found;
  }
}
