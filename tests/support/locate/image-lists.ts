import { type Node, Parser } from 'commonmark';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import { comparable, imagesInHtml } from './images-in-html.js';

/** The addresses of a document's images, each once, sorted, as they can be compared. */
export interface ImageList {
  readonly markdown: readonly string[];
  readonly html: readonly string[];
}

const asList = (addresses: Iterable<string>): string[] => [...new Set([...addresses].map(comparable))].sort();

export function imagesOfOurs(document: string): ImageList {
  const found = locateReferences(document, { format: 'markdown' });
  const isHtml = ({ syntax }: { readonly syntax: string }): boolean => syntax === 'html-src';
  return {
    markdown: asList(found.filter((reference) => !isHtml(reference)).map(({ address }) => address)),
    html: asList(found.filter(isHtml).map(({ address }) => address)),
  };
}

export function imagesOfCommonmark(document: string): ImageList {
  const { html, markdown } = readByCommonmark(document);
  return { markdown: asList(markdown), html: asList(html) };
}

/** Every image as often as commonmark.js shows it. */
export function allImagesOfCommonmark(document: string): readonly string[] {
  const { html, markdown } = readByCommonmark(document);
  return [...markdown, ...html];
}

function readByCommonmark(document: string): { readonly markdown: string[]; readonly html: string[] } {
  const markdown: string[] = [];
  const html: string[] = [];
  const walker = asSpecified(new Parser()).parse(document).walker();
  let depth = 0;
  for (let event = walker.next(); event; event = walker.next()) {
    const { entering, node } = event;
    if (node.type === 'image') {
      if (entering && depth === 0) markdown.push(node.destination ?? '');
      depth += entering ? 1 : -1;
    } else if (entering && depth === 0 && isHtml(node)) html.push(...imagesInHtml(node.literal ?? ''));
  }
  return { markdown, html };
}

/** Between the parts of a link commonmark.js takes spaces only, the specification (6.3) tabs as well. */
function asSpecified(parser: Parser): Parser {
  const { inlineParser } = parser as unknown as { inlineParser: { spnl(): boolean; match(pattern: RegExp): unknown } };
  inlineParser.spnl = () => {
    inlineParser.match(/^[ \t]*(?:\n[ \t]*)?/);
    return true;
  };
  return parser;
}

const isHtml = ({ type }: Node): boolean => type === 'html_inline' || type === 'html_block';

/** Images of Markdown only, by micromark with all of GFM. */
export function imagesOfMicromark(document: string): readonly string[] {
  const html = micromark(document, {
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return asList(imagesInHtml(html));
}
