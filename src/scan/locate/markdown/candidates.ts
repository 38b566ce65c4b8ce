import type { InlineConstruct } from '../../located.js';
import type { Parts } from './content.js';

/** What every image has: where none of these stands, nothing need be read. */
const imageStarts = '!\\[|<(?:img|image|source|video|input|link|meta|style)\\b|\\bstyle[ \\t\\r\\n]*=';
const linkStarts = '\\[|<a\\b|<[a-z][a-z0-9+.-]*:';

/** Where in a document images, and links if they are wanted, can be. */
export class Candidates {
  private readonly positions: number[] = [];
  private next = 0;

  constructor(text: string, from: number, constructs: readonly InlineConstruct[], links: boolean) {
    const openers = constructs.map(({ opener }) => opener.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp([imageStarts, ...(links ? [linkStarts] : []), ...openers].join('|'), 'gi');
    pattern.lastIndex = from;
    while (pattern.test(text)) this.positions.push(pattern.lastIndex);
  }

  /** After the last one; -1 where there is none. */
  get last(): number {
    return this.positions[this.positions.length - 1] ?? -1;
  }

  /** Whether one stands in the lines; lines must be asked for in the document's order. */
  isIn(lines: Parts): boolean {
    const start = lines[0] ?? 0;
    const end = lines[lines.length - 1] ?? 0;
    while ((this.positions[this.next] ?? Number.POSITIVE_INFINITY) <= start) this.next++;
    return (this.positions[this.next] ?? Number.POSITIVE_INFINITY) <= end;
  }
}
