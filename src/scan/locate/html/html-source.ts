import type { Escaping, Span } from '../../../core/image-reference.js';
import type { InlineConstruct, LocatedReference } from '../../located.js';

/** HTML that stands in a document, and how what is found in it is told. */
export interface HtmlSource {
  readonly text: string;
  readonly document: string;
  /** Whether destinations of links are wanted. */
  readonly links: boolean;
  /** Layers around the HTML: a table cell of Markdown. */
  readonly outer: readonly Escaping[];
  /** A generator's constructs that can stand in text and where an address does. */
  readonly constructs: readonly InlineConstruct[];
  /** The document's characters that stand between two offsets of `text`. */
  toSpan(start: number, end: number): Span;
  /** The offset in `text` of the document's character at `source`. */
  fromSource(source: number): number;
  emit(reference: LocatedReference): void;
}

/** Brackets are Markdown's: in HTML they are text. */
export function constructsInHtml(constructs: readonly InlineConstruct[]): readonly InlineConstruct[] {
  return constructs.filter(({ opener }) => !/^[![\]]/.test(opener));
}
