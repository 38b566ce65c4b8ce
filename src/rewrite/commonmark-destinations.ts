import type { Node } from 'commonmark';

/** An image or a link as commonmark.js, a parser that shares nothing with the scan, sees it. */
export interface SeenDestination {
  readonly kind: 'image' | 'link';
  /** Decoded, then percent-encoded as `normalizeDestination` does. */
  readonly destination: string;
  /** Line, from 1, where the block that holds it starts. */
  readonly line: number;
}

export type ListDestinations = (markdown: string) => readonly SeenDestination[];

/** Loads the parser, which only a run that writes needs. */
export async function loadCommonMark(): Promise<ListDestinations> {
  const { Parser } = await import('commonmark');
  const parser = new Parser();
  return (markdown) => listDestinations(parser.parse(footnotesAsItems(markdown)));
}

/**
 * Footnotes as list items of the same indentation. GFM has them and CommonMark doesn't: to it, `[^1]: ![a](a.png)` is a
 * definition that leads to `![a](a.png)`, and there is no image.
 */
const footnotesAsItems = (markdown: string): string =>
  markdown.replace(
    /^((?: {0,3}(?:>|[-+*](?= )|\d{1,9}[.)](?= )))* {0,3})\[\^[^\][\s]+\]:[ \t]*/gm,
    (_, before: string) => `${before}-   `,
  );

function listDestinations(root: Node): SeenDestination[] {
  const seen: SeenDestination[] = [];
  const walker = root.walker();
  for (let step = walker.next(); step; step = walker.next()) {
    const { node, entering } = step;
    if (!entering || (node.type !== 'image' && node.type !== 'link')) continue;
    seen.push({ kind: node.type, destination: node.destination ?? '', line: lineOf(node) });
  }
  return seen;
}

/** Only blocks know where they stand. */
function lineOf(node: Node): number {
  let block: Node | null = node;
  while (block && !block.sourcepos) block = block.parent;
  return block?.sourcepos[0][0] ?? 1;
}

/** How commonmark.js writes a decoded destination: every character but those of RFC 3986 and `%XX` percent-encoded. */
export function normalizeDestination(address: string): string {
  return address
    .toWellFormed()
    .replace(/%(?![0-9a-f]{2})|[^%;/?:@&=+$,\-_.!~*'()#A-Za-z0-9]+/giu, (characters) => encodeURIComponent(characters));
}
