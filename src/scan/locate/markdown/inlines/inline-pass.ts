import type { Escaping, Span } from '../../../../core/image-reference.js';
import type { InlineConstruct, LocatedReference } from '../../../located.js';
import {
  BACKSLASH,
  BACKTICK,
  DOLLAR,
  EXCLAMATION,
  isLetter,
  isPunctuation,
  LEFT_BRACE,
  LEFT_BRACKET,
  LESS_THAN,
  RIGHT_BRACKET,
} from '../../characters.js';
import { decodeMarkdown } from '../../decode/decode-markdown.js';
import { ForwardSearch } from '../../forward-search.js';
import type { HtmlSource } from '../../html/html-source.js';
import { findEndTag, isRawTextElement, locateInHtml } from '../../html/locate-in-html.js';
import { locateInTag, wantedAttributes } from '../../html/locate-in-tag.js';
import { readStartTag } from '../../html/start-tag.js';
import { locateInJsx } from '../../mdx/locate-in-jsx.js';
import { Expressions } from '../../mdx/read-expression.js';
import { readMdxMarkup } from '../../mdx/read-markup.js';
import type { Content } from '../content.js';
import type { Definition, Definitions } from '../links/definitions.js';
import { readLinkLabel } from '../links/link-label.js';
import { readAutolink } from './autolink.js';
import { Brackets, type OpenBracket } from './brackets.js';
import { CodeSpans } from './code-spans.js';
import { readInlineTail } from './inline-link.js';
import { readLenientDestination } from './lenient-destination.js';
import { skipMath } from './math.js';
import { readRawHtml } from './raw-html.js';
import type { SpecialCharacters } from './special-characters.js';

/** What the inline pass needs to know about the document around a leaf block. */
export interface InlineContext {
  readonly format: 'markdown' | 'mdx';
  readonly document: string;
  readonly definitions: Definitions;
  readonly constructs: readonly InlineConstruct[];
  /** Those of them that can stand in HTML. */
  readonly htmlConstructs: readonly InlineConstruct[];
  readonly special: SpecialCharacters;
  /** Layers around every destination: a table's cell, MDX. */
  readonly outer: readonly Escaping[];
  /** Whether destinations of links are wanted. */
  readonly links: boolean;
}

interface Found {
  /** Offset in the leaf's text. */
  readonly at: number;
  readonly reference?: LocatedReference;
  /** Definition that an image or a link here uses. */
  readonly definition?: Definition;
  readonly isImage?: boolean;
}

/**
 * The second phase of CommonMark's parsing strategy, of which only what decides brackets is done: finds the images in
 * the text of one leaf block, and the links where they are wanted.
 */
export function locateInlines(content: Content, context: InlineContext): readonly LocatedReference[] {
  const pass = new InlinePass(content, context);
  pass.run();
  return pass.finish();
}

class InlinePass {
  private readonly text: string;
  private readonly brackets = new Brackets();
  private readonly found: Found[] = [];
  private codeSpans: CodeSpans | undefined;
  private search: ForwardSearch | undefined;
  private html: HtmlSource | undefined;
  private expressions: Expressions | undefined;
  /** Elements of raw text that have no end tag from here on. */
  private unclosed: Set<string> | undefined;

  constructor(
    private readonly content: Content,
    private readonly context: InlineContext,
  ) {
    this.text = content.text;
  }

  run(): void {
    const { text } = this;
    const { isSpecial, pattern } = this.context.special;
    const { length } = text;
    for (let at = 0; at < length; ) {
      if (isSpecial[text.charCodeAt(at)] !== 1) {
        pattern.lastIndex = at;
        if (!pattern.test(text)) return;
        at = pattern.lastIndex - 1;
      }
      at = this.step(at);
    }
  }

  finish(): readonly LocatedReference[] {
    const references: LocatedReference[] = [];
    for (const { definition, isImage, reference } of this.found) {
      if (reference) references.push(reference);
      if (definition) this.context.definitions.use(definition, isImage ? 'image' : 'link');
    }
    return references;
  }

  /** Reads the construct that a special character begins; returns where to go on. */
  private step(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at);
    const taken = this.context.constructs.length > 0 ? this.readConstruct(at) : at;
    if (taken > at) return taken;
    switch (code) {
      case BACKSLASH:
        return isPunctuation(text.charCodeAt(at + 1)) ? at + 2 : at + 1;
      case BACKTICK:
        this.codeSpans ??= new CodeSpans(text);
        return this.codeSpans.skip(at);
      case DOLLAR:
        this.search ??= new ForwardSearch(text);
        return skipMath(text, at, this.search);
      case LESS_THAN:
        return this.context.format === 'mdx' ? this.readMdx(at) : this.readAngle(at);
      case LEFT_BRACE:
        return this.context.format === 'mdx' ? this.readMdx(at) : at + 1;
      case EXCLAMATION:
        if (text.charCodeAt(at + 1) !== LEFT_BRACKET) return at + 1;
        this.brackets.push(at + 2, true);
        return at + 2;
      case LEFT_BRACKET:
        this.brackets.push(at + 1, false);
        return at + 1;
      case RIGHT_BRACKET:
        return this.closeBracket(at);
      default:
        return at + 1;
    }
  }

  /** Offers the place to the generators' constructs. */
  private readConstruct(at: number): number {
    for (const construct of this.context.constructs) {
      if (!this.text.startsWith(construct.opener, at)) continue;
      const start = this.content.toSource(at);
      const limit = this.content.toSpan(at, this.text.length).end;
      const taken = construct.read(this.context.document, start, limit);
      if (!taken) continue;
      if (construct.opener.startsWith(']')) this.brackets.pop();
      for (const reference of taken.references) this.found.push({ at, reference });
      return Math.max(at + 1, this.content.fromSource(taken.end));
    }
    return at;
  }

  /** JSX or an expression: MDX has neither HTML nor autolinks. */
  private readMdx(at: number): number {
    const { content, context, found, text } = this;
    this.expressions ??= new Expressions(text);
    const markup = readMdxMarkup(this.expressions, at);
    if (markup?.tag) {
      const toSpan = (start: number, end: number): Span => content.toSpan(start, end);
      const emit = (reference: LocatedReference): unknown => found.push({ at, reference });
      locateInJsx({ text, links: context.links, outer: context.outer, toSpan, emit }, markup.tag);
    }
    return markup?.end ?? at + 1;
  }

  /** An autolink or raw HTML: CommonMark 6.5, 6.6. */
  private readAngle(at: number): number {
    const autolink = readAutolink(this.text, at);
    if (autolink) {
      if (autolink.isUri && this.context.links) this.emitAutolink(at + 1, autolink.end - 1);
      return autolink.end;
    }
    this.search ??= new ForwardSearch(this.text);
    const end = readRawHtml(this.text, at, this.search);
    return end < 0 ? at + 1 : this.readTag(at, end);
  }

  private emitAutolink(start: number, end: number): void {
    const address = this.text.slice(start, end).replaceAll('\0', '\ufffd');
    const span = this.content.toSpan(start, end);
    this.found.push({ at: start, reference: { syntax: 'link-inline', role: 'link', span, address, escaping: [] } });
  }

  private readTag(start: number, end: number): number {
    if (!isLetter(this.text.charCodeAt(start + 1))) {
      // Browsers end some of what the specification takes for one instruction or section sooner.
      locateInHtml(this.htmlSource(), start, end);
      return end;
    }
    const tag = readStartTag(this.text, start, end, wantedAttributes);
    if (!tag) return end;
    locateInTag(this.htmlSource(), tag);
    if (!isRawTextElement(tag.name)) return end;
    return this.endOfRawText(tag.name, end);
  }

  private htmlSource(): HtmlSource {
    const { content, context, found, text } = this;
    this.html ??= {
      text,
      document: context.document,
      links: context.links,
      outer: context.outer,
      constructs: context.htmlConstructs,
      toSpan: (start, end) => content.toSpan(start, end),
      fromSource: (source) => content.fromSource(source),
      emit: (reference) => found.push({ at: content.fromSource(reference.span.start), reference }),
    };
    return this.html;
  }

  /** Browsers show what stands up to the end tag as text; without one, nothing is taken for it. */
  private endOfRawText(name: string, from: number): number {
    if (this.unclosed?.has(name)) return from;
    const close = findEndTag(this.text, name, from);
    if (close < 0) this.unclosed = new Set(this.unclosed).add(name);
    return close < 0 ? from : close;
  }

  /** CommonMark, Appendix, "look for link or image". */
  private closeBracket(at: number): number {
    const opener = this.brackets.pop();
    if (!opener?.isActive) return at + 1;
    const end = this.readInline(opener, at) ?? this.readReference(opener, at) ?? this.readLenient(opener, at);
    if (end !== undefined && !opener.isImage) this.brackets.deactivateLinks();
    return end ?? at + 1;
  }

  private readInline(opener: OpenBracket, at: number): number | undefined {
    const tail = readInlineTail(this.text, at + 1, opener.isImage);
    if (!tail) return undefined;
    const { end, form, start } = tail.destination;
    if (opener.isImage) this.emitImage(opener, start, end, 'inline', form);
    else if (this.context.links)
      this.found.push({ at: start, reference: this.toReference(start, end, 'link-inline', form) });
    return tail.end;
  }

  /** Full, collapsed and shortcut references: CommonMark 6.3. */
  private readReference(opener: OpenBracket, at: number): number | undefined {
    const { definitions } = this.context;
    if (definitions.isEmpty) return undefined;
    const labelEnd = readLinkLabel(this.text, at + 1);
    const isFull = labelEnd > at + 3;
    if (!isFull && opener.holdsBracket) return undefined;
    const raw = isFull ? this.text.slice(at + 2, labelEnd - 1) : this.text.slice(opener.textStart, at);
    const definition = definitions.find(raw);
    if (!definition) return undefined;
    if (opener.isImage) this.dropInside(opener);
    this.found.push({ at: opener.textStart, definition, isImage: opener.isImage });
    return labelEnd < 0 ? at + 1 : labelEnd;
  }

  private readLenient(opener: OpenBracket, at: number): number | undefined {
    if (!opener.isImage) return undefined;
    const destination = readLenientDestination(this.text, at + 1);
    if (!destination) return undefined;
    this.emitImage(opener, destination.start, destination.end, 'inline-lenient', 'markdown-lenient');
    return destination.after;
  }

  private emitImage(
    opener: OpenBracket,
    start: number,
    end: number,
    syntax: 'inline' | 'inline-lenient',
    form: Escaping,
  ): void {
    this.dropInside(opener);
    this.found.push({ at: start, reference: this.toReference(start, end, syntax, form) });
  }

  /** What stands in an image's description is shown as text: CommonMark 6.4. */
  private dropInside(image: OpenBracket): void {
    const { found } = this;
    while ((found[found.length - 1]?.at ?? -1) >= image.textStart) found.pop();
  }

  private toReference(
    start: number,
    end: number,
    syntax: 'inline' | 'inline-lenient' | 'link-inline',
    form: Escaping,
  ): LocatedReference {
    return {
      syntax,
      role: syntax === 'link-inline' ? 'link' : 'image',
      span: this.content.toSpan(start, end),
      address: decodeMarkdown(this.text.slice(start, end)),
      escaping: [form, ...this.context.outer],
    };
  }
}
