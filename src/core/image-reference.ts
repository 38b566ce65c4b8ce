/** Half-open range of UTF-16 code units in a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where in a document's grammar a destination stands; permanent, shown to people and scripts. */
export type ReferenceSyntax =
  | 'inline'
  | 'inline-lenient'
  | 'definition'
  | 'wikilink'
  | 'html-src'
  | 'html-srcset'
  | 'html-poster'
  | 'html-data-src'
  | 'html-data-srcset'
  | 'html-href'
  | 'html-meta'
  | 'html-style'
  | 'jsx-src'
  | 'css-url'
  | 'front-matter'
  | 'data-file'
  | 'import'
  | 'link-inline'
  | 'link-definition'
  | 'link-html'
  | `tag:${string}`;

/**
 * One layer of escaping between an address and the characters in the document, as the author wrote it.
 * `scan` decodes through the layers, `rewrite` encodes through them.
 */
export type Escaping =
  | 'markdown-bare' // CommonMark 6.3: no spaces, balanced parentheses, backslash escapes, entities
  | 'markdown-angle' // CommonMark 6.3: between < and >
  | 'markdown-lenient' // bare spaces or unbalanced parentheses, as editors write them; rewritten so that every parser reads it
  | 'mdx' // neither a raw < nor a raw { may stand in what is written
  | 'table-cell' // GFM 4.10: | is written \|
  | 'html-double'
  | 'html-single'
  | 'html-unquoted'
  | 'srcset' // WHATWG: no spaces, no leading or trailing comma
  | 'css-double'
  | 'css-single'
  | 'css-unquoted'
  | 'js-double'
  | 'js-single'
  | 'js-template'
  | 'yaml-plain'
  | 'yaml-single'
  | 'yaml-double'
  | 'yaml-block'
  | 'toml-basic'
  | 'toml-literal'
  | 'json'
  | 'shortcode-double'
  | 'shortcode-single'
  | 'shortcode-bare'
  | 'shortcode-word' // a parameter of Hugo without quotes: anything but a word gets them
  | 'wikilink';

/** Why an address can't be followed; permanent. */
export type UnsupportedReason =
  | 'empty'
  | 'url-invalid'
  | 'scheme'
  | 'dynamic'
  | 'ambiguous'
  | 'not-found'
  | 'outside-site'
  | 'import-local-only'
  | 'local-only';

/** Absolute and decoded. */
export interface FileTarget {
  readonly kind: 'file';
  readonly path: string;
  readonly exists: boolean;
  /** The path as the document has it, where the disk's has the same characters composed otherwise (NFC, NFD). */
  readonly writtenAs?: string;
}

/** What a destination points at, decoded and resolved. */
export type ReferenceTarget =
  | { readonly kind: 'remote'; readonly url: string } // as the WHATWG URL parser writes it, fragment dropped, query kept
  | FileTarget
  | { readonly kind: 'data'; readonly uri: string } // data: and blob:, decoded
  | {
      readonly kind: 'unsupported';
      readonly reason: UnsupportedReason;
      readonly detail?: string;
      /** Where a file of the site is named and nothing else can be: it is looked at, and never moved. */
      readonly file?: FileTarget;
    };

/** The file that a destination leads to, there or not. */
export function fileOf(target: ReferenceTarget): FileTarget | undefined {
  if (target.kind === 'file') return target;
  return target.kind === 'unsupported' ? target.file : undefined;
}

/** A change of some characters that stands beside the destination's. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** One place in a document that names an image (or, with role `link`, links to something). */
export interface ImageReference {
  /** Path of the document, relative to the working directory, with `/`. */
  readonly document: string;
  readonly syntax: ReferenceSyntax;
  /** A definition that images and links share has the role `image` and `alsoLink`. */
  readonly role: 'image' | 'link';
  readonly alsoLink?: true;
  /** Exactly the characters that name the destination. */
  readonly span: Span;
  /** The characters at `span` as the author wrote them. */
  readonly raw: string;
  readonly target: ReferenceTarget;
  /** `#circle` of `x.svg#circle`, decoded, with its `#`; empty where there is none. Kept when the address changes. */
  readonly fragment: string;
  /** Layers to write a new address through, innermost first. Empty: as it is. */
  readonly escaping: readonly Escaping[];
  /** Set where a remote address needs another form: `asset_img` becomes `img`, `{require('./a.png').default}` a string. */
  readonly remoteForm?: { readonly edits: readonly TextEdit[]; readonly escaping: readonly Escaping[] };
  /** From 1, in UTF-16 code units, as editors count. */
  readonly line: number;
  readonly column: number;
}
