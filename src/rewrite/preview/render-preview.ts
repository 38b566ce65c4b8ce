import { findFrontMatter } from '../../scan/front-matter/find-front-matter.js';
import { cleanMarkup, type PictureOf, pictureMarkup } from './clean-markup.js';
import { picturesNamed } from './picture-addresses.js';

/** Makes markup of a post whose pictures are named by `pictureAddress`, as plain Markdown reads it: no theme, no scripts. */
export type RenderPreview = (text: string, pictureOf: PictureOf) => string;

/** Loads the parser, which only a review needs. */
export async function loadPreview(): Promise<RenderPreview> {
  const { HtmlRenderer, Parser } = await import('commonmark');
  const parser = new Parser();
  const renderer = new HtmlRenderer();
  return (text, pictureOf) => {
    const front = findFrontMatter(text);
    const covers = picturesNamed(text.slice(0, front?.end ?? 0)).map((one) => pictureMarkup(one, '', pictureOf));
    const body = cleanMarkup(renderer.render(parser.parse(text.slice(front?.end ?? 0))), pictureOf);
    return (covers.length === 0 ? '' : `<p>${covers.join(' ')}</p>`) + body;
  };
}
