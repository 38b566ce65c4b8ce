import { Parser } from 'htmlparser2';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { pictureAt, taggedPicture } from './picture-addresses.js';

/** A picture as it is shown; undefined: there is none at hand. */
export type PictureOf = (picture: number) => { readonly src: string; readonly width: number } | undefined;

/**
 * Leaves of a post's markup what says how it looks: known elements without attributes, and pictures that are named by
 * `pictureAddress`. Nothing in it runs, and nothing in it is asked of the net.
 */
export function cleanMarkup(html: string, pictureOf: PictureOf): string {
  const pieces: string[] = [];
  const dropped: string[] = [];
  let text = '';
  const flush = (): void => {
    pieces.push(withPictures(text, pictureOf));
    text = '';
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        if (contentless.has(name)) dropped.push(name);
        if (dropped.length > 0) return;
        const picture = pictureAt(attributes.src);
        if (picture !== undefined) pieces.push(pictureMarkup(picture, attributes.alt ?? '', pictureOf));
        else if (name === 'img') pieces.push(otherMarkup(attributes.alt || attributes.src || ''));
        else if (name === 'a') pieces.push('<span class="link">');
        else if (kept.has(name) || voids.has(name)) pieces.push(`<${name}>`);
      },
      ontext(more) {
        if (dropped.length === 0) text += more;
      },
      onclosetag(name) {
        flush();
        if (dropped.at(-1) === name) return void dropped.pop();
        if (dropped.length > 0 || name === 'img') return;
        if (name === 'a') pieces.push('</span>');
        else if (kept.has(name)) pieces.push(`</${name}>`);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  flush();
  return pieces.join('');
}

export function pictureMarkup(picture: number, alt: string, pictureOf: PictureOf): string {
  const shown = pictureOf(picture);
  if (!shown) return otherMarkup(alt === '' ? '…' : alt);
  return `<img src="${escapeMarkup(shown.src)}" width="${shown.width}" alt="${escapeMarkup(alt)}">`;
}

const otherMarkup = (text: string): string => `<span class="other">${escapeMarkup(text)}</span>`;

function withPictures(text: string, pictureOf: PictureOf): string {
  let at = 0;
  const pieces: string[] = [];
  for (const match of text.matchAll(taggedPicture)) {
    pieces.push(escapeMarkup(text.slice(at, match.index)), pictureMarkup(Number(match[1]), '', pictureOf));
    at = match.index + match[0].length;
  }
  return pieces.join('') + escapeMarkup(text.slice(at));
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const kept = words(
  'h1 h2 h3 h4 h5 h6 p blockquote pre code em strong b i del s u sub sup mark kbd small ul ol li dl dt dd table thead tbody tr th td figure figcaption div span section center',
);
const voids = words('br hr');
const contentless = words('script style template iframe object noscript textarea select svg math title audio video');
