import type { Span } from '../../../../core/image-reference.js';

/** A link reference definition of the document, and who uses it: the first with its label counts (CommonMark 4.7). */
export interface Definition {
  readonly span: Span;
  readonly raw: string;
  readonly form: 'markdown-angle' | 'markdown-bare';
  usedByImage: boolean;
  usedByLink: boolean;
}

/** Definitions by normalised label. */
export type Definitions = Map<string, Definition>;
