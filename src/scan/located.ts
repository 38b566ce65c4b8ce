import type { Escaping, ImageReference, ReferenceSyntax, Span } from '../core/image-reference.js';

/** A destination found in a text, decoded but not yet resolved against the site. */
export interface LocatedReference {
  readonly syntax: ReferenceSyntax;
  readonly role: 'image' | 'link';
  /** A definition that images and links share. */
  readonly alsoLink?: true;
  /** Exactly the characters that name the destination. */
  readonly span: Span;
  /** Decoded through `escaping`; query and fragment still on it. */
  readonly address: string;
  /** Layers that a new address is written through, innermost first. */
  readonly escaping: readonly Escaping[];
  readonly remoteForm?: ImageReference['remoteForm'];
  /** Set where only a local file can stand, such as an `import`: reported, never rewritten. */
  readonly localOnly?: 'import-local-only' | 'local-only';
}

/**
 * A construct of a generator that stands in running text (`{% img … %}`, `{{< figure >}}`, `![[…]]`). The inline pass
 * offers it every place where its opener stands outside code, comments and tags; in an HTML block, and in the attributes
 * that name images, only where the opener is no bracket (`{{<`, not `![[`). An opener that begins with `]` closes the
 * bracket that is open.
 */
export interface InlineConstruct {
  readonly opener: string;
  /** In no attribute. */
  readonly isInText?: true;
  /**
   * @param text the whole document, masked regions filled
   * @param start where the opener stands
   * @param limit end of the paragraph, table cell, HTML block or attribute value that it stands in
   * @returns undefined where it is not this construct; else the end of what it takes, and what it names
   */
  read(
    text: string,
    start: number,
    limit: number,
  ): { readonly end: number; readonly references: readonly LocatedReference[] } | undefined;
}

/** Blocks that a generator's Markdown has besides those of CommonMark and GFM. */
export type BlockExtension =
  | 'admonition'
  | 'details'
  | 'tabs'
  | 'directives'
  | 'definition-list'
  | 'definition-list-of-python'
  | 'markdown-in-html'
  | 'markdown-in-html-by-value';

export interface LocateOptions {
  readonly format: 'markdown' | 'mdx' | 'html';
  /** Where the body starts, after the front matter. */
  readonly from?: number;
  readonly constructs?: readonly InlineConstruct[];
  readonly blocks?: ReadonlySet<BlockExtension>;
  /** Regions that a generator takes as raw before Markdown sees them: nothing in them is found. Sorted. */
  readonly masks?: readonly Span[];
  /** Whether destinations of links are wanted too (role `link`). */
  readonly links?: boolean;
}
