import { hasImageExtension } from '../../../core/image-format.js';
import type { Escaping, ReferenceSyntax, Span } from '../../../core/image-reference.js';
import type { LocatedReference } from '../../located.js';
import { decodeJsxAttribute } from '../decode/decode-attribute.js';
import { decodeJavaScript } from '../decode/decode-javascript.js';
import { findSrcsetAddresses } from '../html/srcset.js';
import type { JsxTag, JsxValue } from './read-jsx-tag.js';
import { type StringInExpression, stringOfExpression, stringsOfEntries } from './string-in-expression.js';

/** JSX that stands in a document, and how what is found in it is told. */
export interface JsxSource {
  readonly text: string;
  readonly links: boolean;
  /** Layers around the JSX: MDX, a table's cell. */
  readonly outer: readonly Escaping[];
  toSpan(start: number, end: number): Span;
  emit(reference: LocatedReference): unknown;
}

/** Components that show what their `src` names, whatever it looks like. */
const imageComponent = /(?:^|\.)(?:img|image|[A-Za-z]*(?:Image|Img|Figure|Picture|Photo|Zoom))$/;

/** Attributes of other components that name an image if their value looks like one. */
const imageAttributes = new Set(['src', 'image', 'img', 'cover', 'thumbnail', 'poster', 'icon', 'logo', 'avatar']);

/** Tells the images that a JSX tag names, and the links where they are wanted. */
export function locateInJsx(source: JsxSource, { attributes, name }: JsxTag): void {
  const showsImage = imageComponent.test(name);
  for (const [attribute, value] of attributes) {
    if (attribute === 'src' && showsImage) emitValue(source, value, 'jsx-src');
    else if (attribute === 'poster' && name === 'video') emitValue(source, value, 'html-poster');
    else if (attribute === 'sources' && showsImage) emitEntries(source, value);
    else if (attribute.toLowerCase() === 'srcset' && value.kind !== 'expression') emitSrcset(source, value);
    else if (attribute === 'href' && name === 'image') emitValue(source, value, 'html-href');
    else if (attribute === 'href' && name === 'a' && source.links) emitValue(source, value, 'link-html');
    else if (imageAttributes.has(attribute) && looksLikeImage(source, value)) emitValue(source, value, 'jsx-src');
  }
}

function looksLikeImage({ text }: JsxSource, value: JsxValue): boolean {
  const content = value.kind === 'expression' ? stringOfExpression(text, value.start, value.end) : value;
  return content !== undefined && hasImageExtension(text.slice(content.start, content.end).replace(/[?#].*$/s, ''));
}

function emitValue(source: JsxSource, value: JsxValue, syntax: ReferenceSyntax): void {
  if (value.kind !== 'expression') {
    emitString(source, value, syntax);
    return;
  }
  const string = stringOfExpression(source.text, value.start, value.end);
  if (string) emitJavaScript(source, string, syntax, string.isRequired ? remoteForm(source, value, string) : undefined);
}

function emitString(source: JsxSource, { end, kind, start }: JsxValue, syntax: ReferenceSyntax): void {
  if (kind === 'expression') return;
  source.emit({
    syntax,
    role: syntax === 'link-html' ? 'link' : 'image',
    span: source.toSpan(start, end),
    address: decodeJsxAttribute(source.text.slice(start, end)),
    escaping: [kind, ...source.outer],
  });
}

function emitEntries(source: JsxSource, { end, kind, start }: JsxValue): void {
  if (kind !== 'expression') return;
  for (const string of stringsOfEntries(source.text, start, end)) emitJavaScript(source, string, 'jsx-src', undefined);
}

function emitJavaScript(
  source: JsxSource,
  { end, layer, start }: StringInExpression,
  syntax: ReferenceSyntax,
  form: LocatedReference['remoteForm'],
): void {
  source.emit({
    syntax,
    role: syntax === 'link-html' ? 'link' : 'image',
    span: source.toSpan(start, end),
    address: decodeJavaScript(source.text.slice(start, end)),
    escaping: [layer, ...source.outer],
    ...(form && { remoteForm: form }),
  });
}

/** A remote address can't be required: `{require('./a.png').default}` becomes a quoted string. */
function remoteForm(source: JsxSource, value: JsxValue, string: StringInExpression): LocatedReference['remoteForm'] {
  const edits = [
    { ...source.toSpan(value.start, string.start), text: '"' },
    { ...source.toSpan(string.end, value.end), text: '"' },
  ];
  return { edits, escaping: ['html-double', ...source.outer] };
}

function emitSrcset(source: JsxSource, value: JsxValue): void {
  if (value.kind === 'expression') return;
  for (const [start, end] of findSrcsetAddresses(source.text, value.start, value.end))
    source.emit({
      syntax: 'html-srcset',
      role: 'image',
      span: source.toSpan(start, end),
      address: decodeJsxAttribute(source.text.slice(start, end)),
      escaping: ['srcset', value.kind, ...source.outer],
    });
}
