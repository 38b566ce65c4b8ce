import type { Escaping, Span } from '../../../core/image-reference.js';
import type { InlineConstruct, LocatedReference } from '../../located.js';

/** HTML that stands in a document, and how what is found in it is told. */
export interface HtmlSource {
  readonly text: string;
  /** Whether destinations of links are wanted. */
  readonly links: boolean;
  /** Layers around the HTML: a table cell of Markdown. */
  readonly outer: readonly Escaping[];
  /** A generator's constructs that can stand where an address does. */
  readonly constructs: readonly InlineConstruct[];
  readonly document: string;
  toSpan(start: number, end: number): Span;
  emit(reference: LocatedReference): void;
}
