import type { Escaping } from '../../../core/image-reference.js';
import type { InlineConstruct, LocatedReference } from '../../located.js';
import { decodeMarkdown } from '../decode/decode-markdown.js';
import { locateInHtml } from '../html/locate-in-html.js';
import { BlockPass, type Leaf } from './blocks/block-pass.js';
import { Candidates } from './candidates.js';
import { Content } from './content.js';
import { type InlineContext, locateInlines, specialCharacters } from './inlines/inline-pass.js';
import type { Definition, Definitions } from './links/definition.js';
import { findTable } from './table.js';

export interface MarkdownOptions {
  readonly from: number;
  readonly constructs: readonly InlineConstruct[];
  readonly links: boolean;
}

/** Finds the images of a CommonMark 0.31.2 and GFM document. */
export function locateInMarkdown(document: string, options: MarkdownOptions): LocatedReference[] {
  const { constructs, from, links } = options;
  const candidates = new Candidates(document, from, constructs, links);
  if (candidates.last < 0) return [];
  const definitions: Definitions = new Map();
  const { leaves, others } = readLeaves(document, from, candidates, definitions);
  const context: InlineContext = {
    document,
    definitions,
    constructs,
    special: specialCharacters(constructs),
    outer: [],
    links,
  };
  const found: LocatedReference[] = [];
  for (const leaf of leaves) for (const reference of locateInLeaf(leaf, context)) found.push(reference);
  if (isAnyUsedByImage(definitions)) for (const leaf of others) locateInLeaf(leaf, context);
  for (const definition of definitions.values()) found.push(...ofDefinition(definition, options));
  return found;
}

/** The leaves that can hold an image, and the others that can use a definition. */
function readLeaves(
  document: string,
  from: number,
  candidates: Candidates,
  definitions: Definitions,
): { readonly leaves: readonly Leaf[]; readonly others: readonly Leaf[] } {
  const leaves: Leaf[] = [];
  const others: Leaf[] = [];
  const mayHaveDefinitions = document.includes(']:', from);
  const blocks = new BlockPass(document, from, definitions, (leaf) => {
    if (candidates.isIn(leaf.lines)) leaves.push(leaf);
    else if (mayHaveDefinitions && leaf.kind === 'text') others.push(leaf);
  });
  blocks.run(mayHaveDefinitions ? document.length : candidates.last);
  return { leaves, others };
}

function locateInLeaf({ kind, lines }: Leaf, context: InlineContext): readonly LocatedReference[] {
  const { document } = context;
  if (kind === 'html') return locateInHtmlBlock(Content.ofLines(document, lines), context);
  const table = lines.length > 2 ? findTable(document, lines) : undefined;
  if (!table) return locateInlines(toContent(document, lines), context);
  const before = table.before.length > 0 ? locateInlines(toContent(document, table.before), context) : [];
  const outer: readonly Escaping[] = [...context.outer, 'table-cell'];
  const inCells = table.cells.flatMap((cell) => locateInlines(Content.ofParts(document, cell), { ...context, outer }));
  return [...before, ...inCells];
}

const toContent = (document: string, lines: Leaf['lines']): Content =>
  lines.length === 2 ? Content.ofSpan(document, lines[0] ?? 0, lines[1] ?? 0) : Content.ofLines(document, lines);

function locateInHtmlBlock(content: Content, context: InlineContext): readonly LocatedReference[] {
  const found: LocatedReference[] = [];
  const source = {
    text: content.text,
    document: context.document,
    links: context.links,
    outer: context.outer,
    constructs: context.constructs,
    toSpan: (start: number, end: number) => content.toSpan(start, end),
    emit: (reference: LocatedReference) => found.push(reference),
  };
  locateInHtml(source, 0, content.text.length);
  return found;
}

function isAnyUsedByImage(definitions: Definitions): boolean {
  for (const { usedByImage } of definitions.values()) if (usedByImage) return true;
  return false;
}

/** A definition is one reference however many use it: an image's if any image does, a link's if only links do. */
function ofDefinition(definition: Definition, { links }: MarkdownOptions): readonly LocatedReference[] {
  const { form, raw, span, usedByImage, usedByLink } = definition;
  if (!usedByImage && !(usedByLink && links)) return [];
  const found = { span, address: decodeMarkdown(raw), escaping: [form] } as const;
  if (!usedByImage) return [{ ...found, syntax: 'link-definition', role: 'link' }];
  const image = { ...found, syntax: 'definition', role: 'image' } as const;
  return [usedByLink ? { ...image, alsoLink: true } : image];
}
