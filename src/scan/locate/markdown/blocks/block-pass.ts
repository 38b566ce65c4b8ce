import type { BlockExtension } from '../../../located.js';
import { DELETE, isLetter, LF } from '../../characters.js';
import { EsmBlocks, startsEsm } from '../../mdx/read-esm.js';
import type { Parts } from '../content.js';
import type { Definitions } from '../links/definitions.js';
import { readAtxHeading } from './atx-heading.js';
import { mayStartBlock } from './block-starter.js';
import { type CodeFence, closesFence, readOpeningFence } from './code-fence.js';
import { type Container, readBlockQuoteMarker } from './container.js';
import { ContainerStack } from './container-stack.js';
import { readDefinitionMarker, readsDefinitions } from './definition-marker.js';
import { holdsMarkdown } from './directive.js';
import { FlowMarkup } from './flow-markup.js';
import { readFootnoteLabel } from './footnote-label.js';
import { endsHtmlBlock, type HtmlBlockEnd, markdownIn, readHtmlBlockStart } from './html-block.js';
import { bodyIndent, opensIndentedBody } from './indented-body.js';
import type { Leaf, LeafReader } from './leaf.js';
import { LineCursor } from './line-cursor.js';
import { readListMarker } from './list-marker.js';
import { takeDefinitions } from './paragraph-definitions.js';
import { isSetextUnderline } from './setext-underline.js';
import { countDelimiterCells, splitRow } from './table-row.js';
import { ThematicBreaks } from './thematic-break.js';

/** What is read besides CommonMark and GFM. */
export interface BlockGrammar {
  readonly format: 'markdown' | 'mdx';
  readonly blocks?: ReadonlySet<BlockExtension>;
}

const noExtensions: ReadonlySet<BlockExtension> = new Set();

const footnoteIndent = 4;

/** The first phase of CommonMark's parsing strategy (Appendix): lines to the tree of blocks, of which leaves are kept. */
export class BlockPass {
  private readonly line: LineCursor;
  /** What MDX has in the place of HTML blocks and indented code. */
  private readonly mdx: { readonly markup: FlowMarkup; readonly esm: EsmBlocks } | undefined;
  private readonly thematicBreaks = new ThematicBreaks();
  private readonly containers = new ContainerStack();
  /** The leaf block that is open, in the innermost container. */
  private open: 'none' | 'paragraph' | 'table' | 'code' | 'html' = 'none';
  private lines: number[] = [];
  /** Where the last of them starts. */
  private lastStart = 0;
  /** Whether the last of them is indented as code would be: then it is no header row. */
  private isIndented = false;
  private fence: CodeFence = { marker: 0, length: 0 };
  private htmlEnd: HtmlBlockEnd = 'blank-line';
  /** How many containers the last block was in, if that was a paragraph; -1 if not: a definition's term is one. */
  private termDepth = -1;
  private readonly extensions: ReadonlySet<BlockExtension>;

  constructor(
    private readonly text: string,
    from: number,
    private readonly definitions: Definitions,
    private readonly readLeaf: LeafReader,
    { format, blocks = noExtensions }: BlockGrammar,
  ) {
    this.extensions = blocks;
    const isMdx = format === 'mdx';
    if (isMdx) this.mdx = { markup: new FlowMarkup(text), esm: new EsmBlocks(text) };
    // MDX has no indented code.
    this.line = new LineCursor(text, from, isMdx ? Number.POSITIVE_INFINITY : 3);
  }

  /** @param isOver whether nothing from a position on is of interest, unless it belongs to a leaf that began before */
  run(isOver: (from: number) => boolean): void {
    while (!this.line.isAtEndOfText && !(this.open === 'none' && isOver(this.line.next))) {
      this.line.openLine();
      if (!this.readsPlainLine()) this.readLine();
    }
    this.closeLeaf();
  }

  /** Most lines are blank, or running text outside of all containers, where nothing can begin but a paragraph. */
  private readsPlainLine(): boolean {
    const { line, open } = this;
    if (this.containers.depth > 0 || this.mdx || (open !== 'none' && open !== 'paragraph')) return false;
    if (line.isBlank) {
      this.closeLeaf();
      return true;
    }
    const code = line.codeAt(line.start);
    if (!isLetter(code) && code <= DELETE) return false;
    if (open === 'none') return this.openLeaf('paragraph', line.start);
    this.isIndented = false;
    this.addToLines(line.start, line.end);
    return true;
  }

  private readLine(): void {
    const isLast = this.containers.match(this.line);
    if (isLast || this.endsIndentedBody()) this.closeUnmatched();
    if (isLast) return;
    if (this.containers.isMatched && this.continuesLeaf()) return;
    if (this.opensBlocks() || this.addsLine()) return;
    this.closeUnmatched();
    if (!this.line.isBlank) this.openLeaf('paragraph', this.line.nonspace);
  }

  /** Adds the line to the paragraph or the table that is open; to a paragraph also lazily: CommonMark 4.8, 5.1. */
  private addsLine(): boolean {
    const { line, open } = this;
    const { isMatched } = this.containers;
    if (line.isBlank || (open !== 'paragraph' && !(open === 'table' && isMatched))) return false;
    if (open === 'paragraph' && isMatched) this.beginTable();
    this.isIndented = line.indent > line.deepestIndent;
    this.addToLines(line.nonspace, line.end);
    return true;
  }

  /** GFM 4.10: the paragraph's last line is a table's header row if the line is a delimiter row with as many cells. */
  private beginTable(): void {
    const { line, lines, text } = this;
    if (this.isIndented || line.indent > line.deepestIndent) return;
    const width = countDelimiterCells(text, line.nonspace, line.end);
    const start = this.lastStart;
    const end = lines[lines.length - 1] ?? 0;
    if (width === 0 || splitRow(text, start, end).length !== width) return;
    if (lines[lines.length - 2] === start) lines.length -= 2;
    else lines[lines.length - 1] = start - 1;
    if (lines.length > 0) this.closeLeaf();
    this.open = 'table';
    this.lines = [start, end];
  }

  /** No paragraph of such a body is gone on with lazily. */
  private endsIndentedBody(): boolean {
    return this.extensions.size > 0 && this.containers.left.some(({ kind }) => kind === 'indented-body');
  }

  /** Whether the line belongs to an open leaf that takes lines whatever they are. */
  private continuesLeaf(): boolean {
    const { line } = this;
    if (this.open === 'code') {
      if (closesFence(this.fence, line)) this.closeLeaf();
      return true;
    }
    if (this.open !== 'html') return false;
    const isOver = endsHtmlBlock(this.htmlEnd, line);
    if (!line.isBlank || !isOver) this.addToLines(line.offset, line.end);
    if (isOver) this.closeLeaf();
    return true;
  }

  /** Opens what begins on the line; true where the line is used up. */
  private opensBlocks(): boolean {
    const { line } = this;
    while (!line.isBlank) {
      if (line.indent > line.deepestIndent) {
        // CommonMark 4.4: an indented code block can't interrupt a paragraph.
        if (this.open === 'paragraph') return false;
        this.startBlock();
        return true;
      }
      if (this.opensMdx()) continue;
      if (this.extensions.size > 0 && this.opensDefinition()) continue;
      if (this.extensions.size > 0 && this.opensBody()) return true;
      if (!mayStartBlock(line.codeAt(line.nonspace))) return false;
      if (this.opensContainer()) continue;
      return this.opensLeaf();
    }
    return false;
  }

  private opensContainer(): boolean {
    const { line } = this;
    if (this.containers.isFull) return false;
    if (readBlockQuoteMarker(line)) return this.pushContainer('block-quote', 0);
    if (readFootnoteLabel(line)) return this.pushContainer('footnote', footnoteIndent);
    if (this.isSetextHeading() || this.thematicBreaks.isAt(line)) return false;
    const contentIndent = readListMarker(line, this.isInParagraph());
    return contentIndent === undefined ? false : this.pushContainer('list-item', contentIndent);
  }

  /** The opener's own line is read as text: titles are. */
  private opensBody(): boolean {
    const { containers, extensions, line } = this;
    if (containers.isFull || !this.isAligned() || !opensIndentedBody(line, extensions)) return false;
    const isInItem = containers.innermost?.kind === 'list-item';
    const toStep = isInItem ? -(line.column + line.indent) & (bodyIndent - 1) : 0;
    this.readWholeLeaf([line.nonspace, line.end]);
    return this.pushContainer('indented-body', line.indent + toStep + bodyIndent);
  }

  /**
   * Whether the line begins where Python-Markdown sees a block of the innermost container: an item's first line, or a
   * step of indentation, and not in the text that the item begins with.
   */
  private isAligned(): boolean {
    const { line } = this;
    const parent = this.containers.innermost;
    if (parent?.kind !== 'list-item') return line.indent === 0;
    if (parent.children === 0) return true;
    return (line.column + line.indent) % bodyIndent === 0 && !(parent.children === 1 && this.isInParagraph());
  }

  /** A definition stands below its term, or below another one. */
  private opensDefinition(): boolean {
    const { containers, extensions, line } = this;
    if (!readsDefinitions(extensions) || containers.isFull) return false;
    const isBelowTerm =
      this.isInParagraph() || this.termDepth === containers.matched || containers.left[0]?.kind === 'definition';
    const contentIndent = isBelowTerm ? readDefinitionMarker(line, extensions) : undefined;
    return contentIndent === undefined ? false : this.pushContainer('definition', contentIndent);
  }

  private pushContainer(kind: Container['kind'], contentIndent: number, fence?: CodeFence): true {
    this.startBlock();
    this.containers.push({ kind, contentIndent, children: 0, ...(fence && { fence }) });
    return true;
  }

  private opensLeaf(): boolean {
    const { line } = this;
    const heading = readAtxHeading(line);
    if (heading) return this.readWholeLeaf(heading);
    const fence = readOpeningFence(line);
    if (fence && this.opensDirective(fence)) return true;
    if (fence) {
      this.fence = fence;
      return this.openLeaf('code', line.offset);
    }
    const htmlEnd = this.mdx ? undefined : readHtmlBlockStart(line, this.open === 'paragraph');
    if (htmlEnd) {
      const content = markdownIn(line, this.extensions);
      if (content === 'none') return this.openHtmlBlock(htmlEnd);
      return content === 'blocks' ? this.readWholeLeaf([line.nonspace, line.end]) : false;
    }
    if (this.isSetextHeading() && this.endsParagraphAsHeading()) return true;
    if (!this.thematicBreaks.isAt(line)) return false;
    this.startBlock();
    return true;
  }

  private opensDirective(fence: CodeFence): boolean {
    const { containers, extensions, line } = this;
    if (!extensions.has('directives') || containers.isFull) return false;
    return (
      holdsMarkdown(line.text.slice(line.nonspace + fence.length, line.end)) &&
      this.pushContainer('directive', 0, fence)
    );
  }

  /** MDX: takes an ESM block, or markup that fills its lines, and goes on after it as on a new line. */
  private opensMdx(): boolean {
    const { containers, line, mdx, text } = this;
    if (!mdx) return false;
    const mayBeEsm = this.open !== 'paragraph' && containers.matched === 0 && line.nonspace === line.start;
    if (mayBeEsm && startsEsm(text, line.start)) {
      const end = mdx.esm.endOf(line.start);
      return this.readMdxLeaf({ kind: 'esm', lines: [line.start, end] }, end);
    }
    const markup = mdx.markup.read(line, containers.goneOnWith);
    return markup
      ? this.readMdxLeaf({ kind: 'markup', lines: [line.nonspace, markup.end], markup }, markup.end)
      : false;
  }

  private readMdxLeaf(leaf: Leaf, end: number): true {
    this.startBlock();
    this.readLeaf(leaf);
    this.line.openLineAt(end);
    return true;
  }

  private openHtmlBlock(end: HtmlBlockEnd): true {
    this.htmlEnd = end;
    this.openLeaf('html', this.line.offset);
    if (endsHtmlBlock(end, this.line)) this.closeLeaf();
    return true;
  }

  /** Whether a paragraph is open that the line goes on with, and not only lazily. */
  private isInParagraph(): boolean {
    return this.open === 'paragraph' && this.containers.isMatched;
  }

  private isSetextHeading(): boolean {
    return this.isInParagraph() && isSetextUnderline(this.line);
  }

  /** CommonMark 4.3: the heading's content is the paragraph without its definitions; without content there is none. */
  private endsParagraphAsHeading(): boolean {
    const rest = this.withoutDefinitions();
    if (rest.length === 0) return false;
    this.open = 'none';
    this.readLeaf({ kind: 'text', lines: rest });
    return true;
  }

  private readWholeLeaf(lines: Parts): true {
    this.startBlock();
    this.readLeaf({ kind: 'text', lines });
    return true;
  }

  private openLeaf(kind: 'paragraph' | 'code' | 'html', start: number): true {
    this.startBlock();
    this.open = kind;
    this.isIndented = false;
    this.lines = [start, this.line.end];
    this.lastStart = start;
    return true;
  }

  private addToLines(start: number, end: number): void {
    const { lines } = this;
    const last = lines.length - 1;
    const follows = lines[last] === start - 1 && this.text.charCodeAt(start - 1) === LF;
    if (follows && this.open !== 'table') lines[last] = end;
    else lines.push(start, end);
    this.lastStart = start;
  }

  /** Makes room for a block in the innermost container that the line goes on with. */
  private startBlock(): void {
    this.closeUnmatched();
    this.termDepth = -1;
    this.containers.countBlock();
  }

  private closeUnmatched(): void {
    this.closeLeaf();
    this.containers.dropLeft();
  }

  private closeLeaf(): void {
    const { open, lines } = this;
    this.open = 'none';
    if (open === 'html' || open === 'table') this.readLeaf({ kind: open, lines });
    if (open === 'paragraph') this.closeParagraph();
  }

  private closeParagraph(): void {
    const rest = this.withoutDefinitions();
    if (rest.length > 0) this.readLeaf({ kind: 'text', lines: rest });
    this.termDepth = this.containers.depth;
  }

  private withoutDefinitions(): Parts {
    return takeDefinitions(this.text, this.lines, this.definitions);
  }
}
