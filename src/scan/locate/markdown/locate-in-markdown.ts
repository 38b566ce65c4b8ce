import type { Escaping, Span } from '../../../core/image-reference.js';
import type { InlineConstruct, LocatedReference } from '../../located.js';
import { decodeMarkdown } from '../decode/decode-markdown.js';
import { ForwardSearch } from '../forward-search.js';
import { constructsInHtml } from '../html/html-source.js';
import { locateInHtml } from '../html/locate-in-html.js';
import { locateInJsx } from '../mdx/locate-in-jsx.js';
import { locateImports } from '../mdx/read-esm.js';
import { type BlockGrammar, BlockPass } from './blocks/block-pass.js';
import type { Leaf } from './blocks/leaf.js';
import { cellsOf } from './blocks/table-row.js';
import { Candidates } from './candidates.js';
import { Content, type Parts } from './content.js';
import { type InlineContext, locateInlines } from './inlines/inline-pass.js';
import { specialCharacters } from './inlines/special-characters.js';
import { type Definition, Definitions } from './links/definitions.js';
import { createLabelSearch } from './links/label-search.js';

export interface MarkdownOptions extends BlockGrammar {
  readonly from: number;
  readonly constructs: readonly InlineConstruct[];
  readonly links: boolean;
}

/** Finds the images of a CommonMark 0.31.2 and GFM document. */
export function locateInMarkdown(document: string, options: MarkdownOptions): LocatedReference[] {
  const { constructs, format, from, links } = options;
  const candidates = new Candidates(document, constructs, options);
  if (!candidates.isAfter(from)) return [];
  const definitions = new Definitions();
  const context: InlineContext = {
    format,
    document,
    definitions,
    constructs,
    htmlConstructs: constructsInHtml(constructs),
    special: specialCharacters(format, constructs),
    outer: format === 'mdx' ? ['mdx'] : [],
    links,
  };
  const found: LocatedReference[] = [];
  const locate = (leaf: Leaf): void => {
    for (const reference of locateInLeaf(leaf, context)) found.push(reference);
  };
  if (!document.includes(']:', from)) {
    const readLeaf = (leaf: Leaf): void => {
      if (candidates.isIn(leaf.lines)) locate(leaf);
    };
    new BlockPass(document, from, definitions, readLeaf, options).run((position) => !candidates.isAfter(position));
    return found;
  }
  const { leaves, others } = readLeaves(document, options, candidates, definitions);
  for (const leaf of leaves) locate(leaf);
  findLinkUses(others, context);
  for (const definition of definitions.used())
    if (definition.usedByImage || links) found.push(ofDefinition(definition, options));
  return found;
}

/** A definition that an image uses may be a link's, too. */
function findLinkUses(leaves: readonly Leaf[], context: InlineContext): void {
  const labels = context.definitions.labelsOfImages();
  if (labels.length === 0) return;
  const mayName = createLabelSearch(labels);
  for (const leaf of leaves) {
    const { lines } = leaf;
    if (mayName(context.document.slice(lines[0], lines[lines.length - 1]))) locateInLeaf(leaf, context);
  }
}

/** The leaves that can hold an image, and the others that can use a definition: it may stand anywhere in the document. */
function readLeaves(
  document: string,
  options: MarkdownOptions,
  candidates: Candidates,
  definitions: Definitions,
): { readonly leaves: readonly Leaf[]; readonly others: readonly Leaf[] } {
  const leaves: Leaf[] = [];
  const others: Leaf[] = [];
  const search = new ForwardSearch(document);
  const readLeaf = (leaf: Leaf): void => {
    if (candidates.isIn(leaf.lines)) leaves.push(leaf);
    else if (holdsBracket(leaf, search)) others.push(leaf);
  };
  new BlockPass(document, options.from, definitions, readLeaf, options).run(() => false);
  return { leaves, others };
}

function holdsBracket({ kind, lines }: Leaf, search: ForwardSearch): boolean {
  if (kind !== 'text' && kind !== 'table') return false;
  const bracket = search.find('[', lines[0] ?? 0);
  return bracket >= 0 && bracket < (lines[lines.length - 1] ?? 0);
}

function locateInLeaf(leaf: Leaf, context: InlineContext): readonly LocatedReference[] {
  const { kind, lines } = leaf;
  const { document } = context;
  if (kind === 'html') return locateInHtmlBlock(Content.ofLines(document, lines), context);
  if (kind === 'markup') return locateInMarkup(leaf, context);
  if (kind === 'esm') return locateImports(document, lines[0] ?? 0, lines[1] ?? 0);
  if (kind === 'table') return locateInTable(lines, context);
  return locateInlines(Content.ofLines(document, lines), context);
}

function locateInTable(lines: Parts, context: InlineContext): readonly LocatedReference[] {
  const outer: readonly Escaping[] = [...context.outer, 'table-cell'];
  const inCell = { ...context, outer };
  const found: LocatedReference[] = [];
  for (const cell of cellsOf(context.document, lines))
    for (const reference of locateInlines(Content.ofParts(context.document, cell), inCell)) found.push(reference);
  return found;
}

function locateInMarkup({ markup }: Leaf, { links, outer }: InlineContext): readonly LocatedReference[] {
  if (!markup) return [];
  const found: LocatedReference[] = [];
  const { content, tags } = markup;
  const toSpan = (from: number, to: number): Span => content.toSpan(from, to);
  const emit = (reference: LocatedReference): unknown => found.push(reference);
  for (const tag of tags) locateInJsx({ text: content.text, links, outer, toSpan, emit }, tag);
  return found;
}

function locateInHtmlBlock(content: Content, context: InlineContext): readonly LocatedReference[] {
  const found: LocatedReference[] = [];
  const source = {
    text: content.text,
    document: context.document,
    links: context.links,
    outer: context.outer,
    constructs: context.htmlConstructs,
    toSpan: (start: number, end: number) => content.toSpan(start, end),
    fromSource: (offset: number) => content.fromSource(offset),
    emit: (reference: LocatedReference) => found.push(reference),
  };
  locateInHtml(source, 0, content.text.length);
  return found;
}

/** A definition is one reference however many use it: an image's if any image does, a link's if only links do. */
function ofDefinition(definition: Definition, { format }: MarkdownOptions): LocatedReference {
  const { form, raw, span, usedByImage, usedByLink } = definition;
  const escaping: readonly Escaping[] = format === 'mdx' ? [form, 'mdx'] : [form];
  const address = decodeMarkdown(raw);
  if (!usedByImage) return { syntax: 'link-definition', role: 'link', span, address, escaping };
  if (!usedByLink) return { syntax: 'definition', role: 'image', span, address, escaping };
  return { syntax: 'definition', role: 'image', alsoLink: true, span, address, escaping };
}
