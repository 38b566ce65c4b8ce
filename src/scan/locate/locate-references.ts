import type { LocatedReference, LocateOptions } from '../located.js';
import { constructsInHtml } from './html/html-source.js';
import { locateInHtml } from './html/locate-in-html.js';
import { locateInMarkdown } from './markdown/locate-in-markdown.js';
import { maskText } from './masked-text.js';

/**
 * Finds every reference to an image in a text, and to what its links lead to where they are asked for: each with
 * exactly the characters that name it.
 *
 * - `markdown`: CommonMark 0.31.2, GFM's tables and footnotes, the HTML in it, and what editors write besides
 *   (`=300x200`, destinations with bare spaces);
 * - `mdx`: the same with JSX and expressions in the place of HTML;
 * - `html`: HTML as the WHATWG tokenizer reads it.
 *
 * Never throws: every text is a document.
 *
 * @returns in the order of the text
 */
export function locateReferences(text: string, options: LocateOptions): LocatedReference[] {
  const { blocks, constructs = [], format, links = false, masks = [] } = options;
  const from = options.from ?? (text.charCodeAt(0) === byteOrderMark ? 1 : 0);
  const document = maskText(text, masks);
  const found =
    format === 'html'
      ? locateInPage(document, from, { constructs, links })
      : locateInMarkdown(document, { format, from, constructs, links, ...(blocks && { blocks }) });
  return found.sort((one, other) => one.span.start - other.span.start);
}

const byteOrderMark = 0xfeff;

function locateInPage(
  document: string,
  from: number,
  { constructs, links }: Required<Pick<LocateOptions, 'constructs' | 'links'>>,
): LocatedReference[] {
  const found: LocatedReference[] = [];
  const source = {
    text: document,
    document,
    links,
    outer: [],
    constructs: constructsInHtml(constructs),
    toSpan: (start: number, end: number) => ({ start, end }),
    fromSource: (offset: number) => offset,
    emit: (reference: LocatedReference) => found.push(reference),
  };
  locateInHtml(source, from, document.length);
  return found;
}
