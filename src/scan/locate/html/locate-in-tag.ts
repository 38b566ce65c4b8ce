import type { Escaping, ImageReference, ReferenceSyntax } from '../../../core/image-reference.js';
import { isImageProperty } from '../../is-image-property.js';
import { looksLikeImage } from '../../looks-like-image.js';
import { isHtmlSpace } from '../characters.js';
import { decodeAttribute } from '../decode/decode-attribute.js';
import { decodeCss } from '../decode/decode-css.js';
import { decodeJavaScript } from '../decode/decode-javascript.js';
import { findCssUrls } from './css-urls.js';
import type { HtmlSource } from './html-source.js';
import { readConstruct } from './read-construct.js';
import { findSrcsetAddresses } from './srcset.js';
import type { AttributeValue, StartTag } from './start-tag.js';

/** Where scripts for lazy loading find an image's address: these hold nothing else. */
const lazyAddresses = ['data-src', 'data-original', 'data-lazy-src', 'data-actualsrc'];
const lazySrcsets = ['data-srcset', 'data-lazy-srcset'];
/** These are used for other things too: what they hold must look like an image. */
const lazyGuesses = ['data-lazy', 'data-echo'];
/** On any element, if it looks like an image; `background` is HTML's own (16.2). */
const backgrounds = ['background', 'data-bg', 'data-background', 'data-background-image'];

/** Attributes whose values decide what a tag names. */
export const wantedAttributes: ReadonlySet<string> = new Set([
  ...lazyAddresses,
  ...lazySrcsets,
  ...lazyGuesses,
  ...backgrounds,
  'src',
  'srcset',
  'imagesrcset',
  'poster',
  'href',
  'xlink:href',
  'rel',
  'as',
  'type',
  'property',
  'name',
  'itemprop',
  'content',
  'style',
  ':src',
  'v-bind:src',
]);

const iconRelations =
  /^(?:icon|apple-touch-icon|apple-touch-icon-precomposed|apple-touch-startup-image|mask-icon|image_src)$/;
const imageItems = /^(?:image|thumbnailurl)$/; // schema.org
/** `img`, and components that stand for it: AMP's, and those of Vue's libraries. */
const imageElement = /^(?:img|image|amp-(?:img|anim)|(?:[bqv]|nuxt)-img|(?:[agn]|el|van)-image)$/;

/** Tells the images that a start tag names, and the links where they are wanted. */
export function locateInTag(source: HtmlSource, tag: StartTag): void {
  const { attributes, name } = tag;
  if (attributes.size === 0) return;
  const style = attributes.get('style');
  if (style) emitCss(source, style);
  for (const attribute of backgrounds) emitGuess(source, attributes.get(attribute));
  if (imageElement.test(name)) locateInImage(source, tag);
  switch (name) {
    // The name by which browsers also read `img`, SVG's element, and the component of many sites.
    case 'image':
      emitAddress(source, attributes.get('href') ?? attributes.get('xlink:href'), 'html-href');
      break;
    case 'source':
      emitSrcset(source, attributes.get('srcset'), 'html-srcset');
      emitSrcset(source, attributes.get('data-srcset'), 'html-data-srcset');
      break;
    case 'video':
      emitAddress(source, attributes.get('poster'), 'html-poster');
      break;
    case 'input':
      if (textOf(source, attributes.get('type')).toLowerCase() === 'image')
        emitAddress(source, attributes.get('src'), 'html-src');
      break;
    case 'link':
      emitLinkElement(source, tag);
      break;
    case 'meta':
      if (namesImage(source, tag)) emitAddress(source, attributes.get('content'), 'html-meta');
      break;
    case 'a':
      if (source.links)
        emitAddress(source, attributes.get('href') ?? attributes.get('xlink:href'), 'link-html', 'link');
      break;
  }
}

function locateInImage(source: HtmlSource, { attributes }: StartTag): void {
  emitAddress(source, attributes.get('src'), 'html-src');
  for (const attribute of lazyAddresses) emitAddress(source, attributes.get(attribute), 'html-data-src');
  for (const attribute of lazyGuesses) emitGuess(source, attributes.get(attribute));
  for (const attribute of lazySrcsets) emitSrcset(source, attributes.get(attribute), 'html-data-srcset');
  emitSrcset(source, attributes.get('srcset'), 'html-srcset');
  emitBinding(source, attributes.get(':src') ?? attributes.get('v-bind:src'));
}

function emitGuess(source: HtmlSource, value: AttributeValue | undefined): void {
  if (looksLikeImage(textOf(source, value).trim())) emitAddress(source, value, 'html-data-src');
}

function emitLinkElement(source: HtmlSource, { attributes }: StartTag): void {
  const relations = textOf(source, attributes.get('rel'))
    .toLowerCase()
    .split(/[ \t\r\n\f]+/);
  const isImagePreload = relations.includes('preload') && textOf(source, attributes.get('as')) === 'image';
  if (isImagePreload || relations.some((relation) => iconRelations.test(relation)))
    emitAddress(source, attributes.get('href'), 'html-href');
  if (isImagePreload) emitSrcset(source, attributes.get('imagesrcset'), 'html-srcset');
}

function namesImage(source: HtmlSource, { attributes }: StartTag): boolean {
  const nameIn = (attribute: string): string => textOf(source, attributes.get(attribute)).trim().toLowerCase();
  return isImageProperty(nameIn('property') || nameIn('name')) || imageItems.test(nameIn('itemprop'));
}

const textOf = (source: HtmlSource, value: AttributeValue | undefined): string =>
  value ? decodeAttribute(source.text.slice(value.start, value.end)) : '';

/** A value that is one address: whitespace around it is not the address's (HTML 2.4.1). */
function emitAddress(
  source: HtmlSource,
  value: AttributeValue | undefined,
  syntax: ReferenceSyntax,
  role: 'image' | 'link' = 'image',
): void {
  if (!value || (value.quoting === 'html-unquoted' && value.start === value.end)) return;
  if (emitConstructs(source, value)) return;
  let { start, end } = value;
  while (start < end && isHtmlSpace(source.text.charCodeAt(start))) start++;
  while (end > start && isHtmlSpace(source.text.charCodeAt(end - 1))) end--;
  emit(source, { start, end, syntax, role, layers: [value.quoting] });
}

function emitSrcset(source: HtmlSource, value: AttributeValue | undefined, syntax: ReferenceSyntax): void {
  if (!value) return;
  for (const [start, end] of findSrcsetAddresses(source.text, value.start, value.end))
    emit(source, { start, end, syntax, role: 'image', layers: ['srcset', value.quoting] });
}

function emitCss(source: HtmlSource, value: AttributeValue): void {
  for (const { start, end, quoting } of findCssUrls(source.text, value.start, value.end))
    emit(source, { start, end, syntax: 'html-style', role: 'image', layers: [quoting, value.quoting] });
}

/** Vue: `:src="$withBase('/x.png')"` (VuePress, VitePress) or one string; anything else is decided when it runs. */
const bindingOfString =
  /^(\s*)(\$?withBase\(\s*|require\(\s*)?((['`])((?:\\[\s\S]|(?!\4|\$\{)[^\\\n])*)\4)\s*(\))?\s*$/;

function emitBinding(source: HtmlSource, value: AttributeValue | undefined): void {
  const match = value ? bindingOfString.exec(source.text.slice(value.start, value.end)) : null;
  if (!value || !match) return;
  const [, space = '', call = '', string = '', quote = '', address = '', close = ''] = match;
  if ((call === '') !== (close === '')) return;
  const stringStart = value.start + space.length + call.length;
  const stringEnd = stringStart + string.length;
  const layers = [quote === '`' ? 'js-template' : 'js-single', value.quoting] as const;
  const found = { start: stringStart + 1, end: stringStart + 1 + address.length, layers };
  // a bundler can't require what isn't a file: the string alone stays
  const callEdits = [
    { ...source.toSpan(value.start, stringStart), text: '' },
    { ...source.toSpan(stringEnd, value.end), text: '' },
  ];
  const remoteForm = call.startsWith('require')
    ? { edits: callEdits, escaping: [...layers, ...source.outer] }
    : undefined;
  emit(source, { ...found, syntax: 'html-src', role: 'image' }, remoteForm);
}

/** A generator's tag in an address's place (`src="{% asset_path x.png %}"`) names the image itself. */
function emitConstructs(source: HtmlSource, value: AttributeValue): boolean {
  const inValues = { ...source, constructs: source.constructs.filter(({ isInText }) => !isInText) };
  if (inValues.constructs.length === 0) return false;
  let isTaken = false;
  for (let at = value.start; at < value.end; ) {
    const end = readConstruct(inValues, at, value.end);
    isTaken ||= end !== undefined;
    at = end ?? at + 1;
  }
  return isTaken;
}

interface FoundAddress {
  readonly start: number;
  readonly end: number;
  readonly syntax: ReferenceSyntax;
  readonly role: 'image' | 'link';
  readonly layers: readonly Escaping[];
}

function emit(
  source: HtmlSource,
  { start, end, syntax, role, layers }: FoundAddress,
  remoteForm?: ImageReference['remoteForm'],
): void {
  const raw = source.text.slice(start, end);
  const address = decodeInner(decodeAttribute(raw), layers[0]);
  const span = source.toSpan(start, end);
  source.emit({
    syntax,
    role,
    span,
    address,
    escaping: [...layers, ...source.outer],
    ...(remoteForm && { remoteForm }),
  });
}

function decodeInner(value: string, innermost: Escaping | undefined): string {
  if (innermost?.startsWith('css-')) return decodeCss(value);
  return innermost?.startsWith('js-') ? decodeJavaScript(value) : value;
}
