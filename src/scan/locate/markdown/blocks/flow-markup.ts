import { LEFT_BRACE, LESS_THAN, skipSpacesAndTabs } from '../../characters.js';
import { Expressions } from '../../mdx/read-expression.js';
import type { JsxTag } from '../../mdx/read-jsx-tag.js';
import { readMdxMarkup } from '../../mdx/read-markup.js';
import { Content } from '../content.js';
import { type Container, continuesContainer } from './container.js';
import type { LineCursor } from './line-cursor.js';

/** JSX tags and expressions that fill the lines they stand on: MDX, "flow". */
export interface FlowMarkupBlock {
  /** Where it ends in the document: at a line's end. */
  readonly end: number;
  readonly tags: readonly JsxTag[];
  /** The text whose offsets the tags tell. */
  readonly content: Content;
}

interface Source {
  readonly content: Content;
  readonly expressions: Expressions;
  /** Where in the document it ends: a line that a paragraph takes lazily can stand after it, and more of the quote. */
  readonly end: number;
}

/** Reads markup that stands on lines of its own; other markup is part of a paragraph. */
export class FlowMarkup {
  private readonly whole: Source;
  /** What stands in block quotes, without their markers. */
  private readonly quoted = new Map<Container, Source>();
  /** Where the markup ends that was last seen in a paragraph: its lines begin nothing. */
  private textEnd = 0;

  constructor(private readonly text: string) {
    const content = Content.ofSpan(text, 0, text.length);
    this.whole = { content, expressions: new Expressions(text), end: text.length };
  }

  /** @param containers those that the line goes on with */
  read(line: LineCursor, containers: readonly Container[]): FlowMarkupBlock | undefined {
    const code = line.codeAt(line.nonspace);
    if ((code !== LESS_THAN && code !== LEFT_BRACE) || line.nonspace < this.textEnd) return undefined;
    const { content, expressions } = this.sourceAt(line, containers);
    const { text } = expressions;
    const tags: JsxTag[] = [];
    let at = content.fromSource(line.nonspace);
    for (let isAfterExpression = false; at < text.length && !isLineEnding(text, at); ) {
      // Two expressions side by side are a paragraph; a tag may stand on either side of one.
      const isExpression = text.charCodeAt(at) === LEFT_BRACE;
      const markup = isExpression && isAfterExpression ? undefined : readMdxMarkup(expressions, at);
      if (!markup) return this.passOver(content, at);
      if (markup.tag) tags.push(markup.tag);
      isAfterExpression = isExpression;
      at = skipSpacesAndTabs(text, markup.end, text.length);
    }
    return { end: content.toSource(at), tags, content };
  }

  private passOver(content: Content, at: number): undefined {
    this.textEnd = content.toSource(at);
    return undefined;
  }

  private sourceAt(line: LineCursor, containers: readonly Container[]): Source {
    const innermost = containers[containers.length - 1];
    if (!innermost || !containers.some(({ kind }) => kind === 'block-quote')) return this.whole;
    const known = this.quoted.get(innermost);
    if (known && line.nonspace < known.end) return known;
    const lines = linesOf(line, containers);
    const content = Content.ofLines(this.text, lines);
    const source = { content, expressions: new Expressions(content.text), end: lines[lines.length - 1] ?? 0 };
    this.quoted.set(innermost, source);
    return source;
  }
}

const isLineEnding = (text: string, at: number): boolean => text[at] === '\n' || text[at] === '\r';

/** The rest of the line, and the lines that go on with all its containers, without what these take. */
function linesOf(from: LineCursor, containers: readonly Container[]): number[] {
  const lines = [from.nonspace, from.end];
  const line = from.ahead();
  // The markup is a block in each of them, so that a blank line doesn't end an item.
  const holding = containers.map((container) => ({ ...container, children: 1 }));
  while (!line.isAtEndOfText) {
    line.openLine();
    if (!holding.every((container) => continuesContainer(container, line))) break;
    lines.push(line.offset, line.end);
  }
  return lines;
}
