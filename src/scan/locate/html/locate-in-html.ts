import { EXCLAMATION, isLetter, QUESTION, SLASH } from '../characters.js';
import { decodeCss } from '../decode/decode-css.js';
import { findCssUrls } from './css-urls.js';
import type { HtmlSource } from './html-source.js';
import { locateInTag, wantedAttributes } from './locate-in-tag.js';
import { readStartTag } from './start-tag.js';

/** Elements whose content is text, whatever it looks like: HTML 13.2.6, raw text and RCDATA. */
export const isRawTextElement = (name: string): boolean => rawTextElements.has(name);

const rawTextElements = new Set([
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'plaintext',
]);

/** Finds the images in a stretch of HTML, as the WHATWG tokenizer reads it (HTML 13.2.5). */
export function locateInHtml(source: HtmlSource, start: number, end: number): void {
  const { text } = source;
  let at = text.indexOf('<', start);
  while (at >= 0 && at < end - 1) {
    const second = text.charCodeAt(at + 1);
    let after = at + 1;
    if (isLetter(second)) after = readElementStart(source, at, end);
    else if (second === EXCLAMATION) after = skipMarkupDeclaration(text, at);
    else if (second === QUESTION || (second === SLASH && isLetter(text.charCodeAt(at + 2))))
      after = afterNext(text, '>', at + 2);
    at = after < 0 ? -1 : text.indexOf('<', after);
  }
}

/** After a start tag and, for an element of raw text, that text; -1 where the text ends before. */
function readElementStart(source: HtmlSource, start: number, end: number): number {
  const tag = readStartTag(source.text, start, end, wantedAttributes);
  if (!tag) return -1;
  locateInTag(source, tag);
  if (!isRawTextElement(tag.name)) return tag.end;
  const close = findEndTag(source.text, tag.name, tag.end);
  if (tag.name === 'style') emitStyleSheet(source, tag.end, close < 0 ? end : Math.min(close, end));
  return close;
}

function emitStyleSheet(source: HtmlSource, from: number, to: number): void {
  for (const { start, end, quoting } of findCssUrls(source.text, from, to)) {
    const span = source.toSpan(start, end);
    const address = decodeCss(source.text.slice(start, end));
    source.emit({ syntax: 'css-url', role: 'image', span, address, escaping: [quoting, ...source.outer] });
  }
}

/** Where the end tag of a raw text element stands, -1 where it has none. */
export function findEndTag(text: string, name: string, from: number): number {
  if (name === 'plaintext') return -1;
  const endTag = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  endTag.lastIndex = from;
  return endTag.exec(text)?.index ?? -1;
}

/** A comment (HTML 13.2.5.43 and on), a CDATA section, or what is read as a comment up to `>`. */
function skipMarkupDeclaration(text: string, start: number): number {
  if (text.startsWith('<!-->', start)) return start + 5;
  if (text.startsWith('<!--->', start)) return start + 6;
  if (text.startsWith('<!--', start)) return afterComment(text, start + 4);
  if (text.startsWith('<![CDATA[', start)) return afterNext(text, ']]>', start);
  return afterNext(text, '>', start);
}

function afterComment(text: string, from: number): number {
  const end = /--!?>/g;
  end.lastIndex = from;
  return end.test(text) ? end.lastIndex : -1;
}

function afterNext(text: string, closer: string, from: number): number {
  const found = text.indexOf(closer, from);
  return found < 0 ? -1 : found + closer.length;
}
