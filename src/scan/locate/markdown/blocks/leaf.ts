import type { JsxTag } from '../../mdx/read-jsx-tag.js';
import type { Content, Parts } from '../content.js';

/**
 * The content of a leaf block: text for the inline pass, a table's header, delimiter and other rows, or raw HTML; in MDX
 * also a JSX tag or an expression of several lines, and a block of `import` and `export`.
 */
export interface Leaf {
  readonly kind: 'text' | 'table' | 'html' | 'markup' | 'esm';
  /**
   * Its lines in the document, without what containers take and, in text, without indentation; of a table, each row
   * alone, else lines that follow each other unstripped are one part.
   */
  readonly lines: Parts;
  /** Of markup: the tags, and the text whose offsets they tell. */
  readonly markup?: { readonly tags: readonly JsxTag[]; readonly content: Content };
}

/** What takes the leaf blocks in the document's order. */
export type LeafReader = (leaf: Leaf) => void;
