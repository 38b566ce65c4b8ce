import type { Escaping } from '../../../core/image-reference.js';

/** An address in CSS, without its quotes. */
export interface CssUrl {
  readonly start: number;
  readonly end: number;
  readonly quoting: Extract<Escaping, `css-${string}`>;
}

/** What a look at CSS stops at: comments, strings, rules whose addresses are no images, and `url(`. */
const landmark = /\/\*|@font-face\b|@(?:import|namespace)\b|(?<![\w-])url\([ \t\r\n\f]*|["']/gi;

/**
 * Finds the `url()`s of images in CSS (CSS Syntax 3, 4.3.6); those of fonts, imports and namespaces and those that
 * name a part of the page (`url(#shadow)`) are none. In an attribute the quotes may be character references.
 */
export function findCssUrls(text: string, start: number, end: number): readonly CssUrl[] {
  const css = text.slice(start, end);
  const found: CssUrl[] = [];
  landmark.lastIndex = 0;
  for (let match = landmark.exec(css); match; match = landmark.exec(css)) {
    const after = match.index + match[0].length;
    const first = match[0].charAt(0);
    if (first === '/') landmark.lastIndex = afterNext(css, '*/', after);
    else if (first === '@') landmark.lastIndex = afterNext(css, /^@font/i.test(match[0]) ? '}' : ';', after);
    else if (first === '"' || first === "'") landmark.lastIndex = endOfString(css, after, first) + 1;
    else {
      const url = readUrl(css, after);
      if (url && css.charAt(url.start) !== '#') found.push({ ...url, start: start + url.start, end: start + url.end });
      landmark.lastIndex = url ? afterNext(css, ')', url.end) : after; // a closing quote must not open a string
    }
  }
  return found;
}

function afterNext(css: string, closer: string, from: number): number {
  const at = css.indexOf(closer, from);
  return at < 0 ? css.length : at + closer.length;
}

/** A string ends at its quote, unescaped, or at the end of its line. */
function endOfString(css: string, start: number, quote: string): number {
  for (let at = start; at < css.length; at++) {
    const character = css.charAt(at);
    if (character === quote || character === '\n') return at;
    if (character === '\\') at++;
  }
  return css.length;
}

const openingQuote = /(?:"|&quot;|&#34;|&#x22;)|(?:'|&apos;|&#39;|&#x27;)/iy;
const doubleQuote = /^(?:"|&quot;|&#34;|&#x22;)$/i;
const unquoted = /(?:\\[^\n\f\r]|[^"'()\\\s])*(?=[ \t\r\n\f]*\))/y;

function readUrl(css: string, start: number): CssUrl | undefined {
  openingQuote.lastIndex = start;
  const quote = openingQuote.exec(css)?.[0];
  if (quote === undefined) {
    unquoted.lastIndex = start;
    return unquoted.test(css) ? { start, end: unquoted.lastIndex, quoting: 'css-unquoted' } : undefined;
  }
  const from = start + quote.length;
  const end = quote.length === 1 ? endOfString(css, from, quote) : css.indexOf(quote, from);
  if (end < 0 || css.charAt(end) !== quote.charAt(0)) return undefined;
  return { start: from, end, quoting: doubleQuote.test(quote) ? 'css-double' : 'css-single' };
}
