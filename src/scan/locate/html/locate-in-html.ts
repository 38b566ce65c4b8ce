import { EXCLAMATION, isLetter, LESS_THAN, QUESTION, SLASH } from '../characters.js';
import { decodeCss } from '../decode/decode-css.js';
import { findCssUrls } from './css-urls.js';
import type { HtmlSource } from './html-source.js';
import { locateInTag, wantedAttributes } from './locate-in-tag.js';
import { readConstruct } from './read-construct.js';
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
  const landmark = landmarks(source);
  landmark.lastIndex = start;
  while (landmark.test(source.text)) {
    const at = landmark.lastIndex - 1;
    if (at >= end) return;
    const after = readConstruct(source, at, end) ?? readMarkup(source, at, end);
    if (after < 0) return;
    landmark.lastIndex = after;
  }
}

/** Matches one character that begins a tag or a construct. */
function landmarks({ constructs }: HtmlSource): RegExp {
  const openers = constructs.map(({ opener }) => opener.charAt(0).replace(/[\\\]^-]/g, '\\$&'));
  return new RegExp(`[<${[...new Set(openers)].join('')}]`, 'g');
}

/** After what begins at `at`; -1 where it goes on to the end of the text. */
function readMarkup(source: HtmlSource, at: number, end: number): number {
  const { text } = source;
  if (text.charCodeAt(at) !== LESS_THAN) return at + 1;
  const second = text.charCodeAt(at + 1);
  if (isLetter(second)) return readElementStart(source, at, end);
  if (second === EXCLAMATION) return skipMarkupDeclaration(text, at);
  const isEndTag = second === SLASH && isLetter(text.charCodeAt(at + 2));
  return second === QUESTION || isEndTag ? afterNext(text, '>', at + 2) : at + 1;
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
