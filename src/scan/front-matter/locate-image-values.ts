import type { Escaping, ReferenceSyntax, TextEdit } from '../../core/image-reference.js';
import { isImageProperty } from '../is-image-property.js';
import { decodeCss } from '../locate/decode/decode-css.js';
import type { LocatedReference } from '../located.js';
import { looksLikeImage } from '../looks-like-image.js';
import type { LocatedScalar } from '../scalars/located-scalar.js';
import { type KeyMeaning, meaningOfKey } from './image-keys.js';

export interface ImageValueOptions {
  readonly syntax: Extract<ReferenceSyntax, 'front-matter' | 'data-file'>;
  /** Keys under which the site takes a file of its own only. */
  readonly localOnlyKeys?: ReadonlySet<string>;
}

/** The scalars that name images, by their key or by their looks. */
export function locateImageValues(
  text: string,
  scalars: readonly LocatedScalar[],
  { syntax, localOnlyKeys }: ImageValueOptions,
): readonly LocatedReference[] {
  const found: LocatedReference[] = [];
  const isLocalOnly = (path: readonly string[]): boolean => localOnlyKeys?.has(path.at(-1) ?? '') ?? false;
  const flags = scalars.filter(({ path, value }) => value === 'true' && path.length > 1 && path.at(-1) === 'relative');
  for (const [index, scalar] of scalars.entries()) {
    const { escaping, value } = scalar;
    if (escaping === undefined || !(value.includes('/') || value.includes('.') || value.includes(':'))) continue;
    const part = addressPart(text, scalar);
    const meaning = isHeadImage(scalars, index) ? 'image' : meaningOfKey(scalar.path);
    if (!isImageValue(part.address, meaning)) continue;
    const edits = [...part.edits, ...bracketEdits(text, scalar), ...relativeEdits(scalar, flags)];
    found.push({
      syntax,
      role: 'image',
      span: part.span,
      address: part.address,
      escaping: [...part.inner, escaping],
      ...((isBundleResource(scalar.path) || isLocalOnly(scalar.path)) && { localOnly: 'local-only' }),
      ...(edits.length > 0 && { remoteForm: { edits, escaping: [...part.remoteInner, escaping] } }),
    });
  }
  return found;
}

/** Tags of a page's head as VitePress and Starlight take them: `property: og:image` beside `content: /card.png`. */
function isHeadImage(scalars: readonly LocatedScalar[], index: number): boolean {
  const { path } = scalars[index] ?? { path: [] };
  if (path.at(-1) !== 'content') return false;
  const beside = [scalars[index - 1], scalars[index + 1]].find((other) => other && isHeadName(other.path, path));
  return beside !== undefined && isImageProperty(beside.value.toLowerCase());
}

function isHeadName(path: readonly string[], content: readonly string[]): boolean {
  const isSibling = path.slice(0, -1).join('\n') === content.slice(0, -1).join('\n');
  return isSibling && /^(?:property|name)$/.test(path.at(-1) ?? '');
}

/** Hugo's `resources` describe files of the bundle: nothing else can stand there. */
const isBundleResource = (path: readonly string[]): boolean => path[0] === 'resources' && path.at(-1) === 'src';

/**
 * Whether a value is an image's address. Under an image key it must be an address at all: a theme takes `false`, a
 * colour, a gradient or a style's name there as well.
 */
export function isImageValue(address: string, meaning: KeyMeaning): boolean {
  if (meaning === 'other' || address === '' || /[\r\n]/.test(address)) return false;
  const isPlaced = /^(?:https?:)?\/\/[^\s/]|^data:image\//i.test(address);
  if (meaning === 'image') {
    if (/^#|gradient\(|^(?:rgb|hsl)a?\(|^var\(/i.test(address)) return false;
    return isPlaced || /^\.{0,2}\/[^\s/]/.test(address) || looksLikeImage(address);
  }
  if (/\s/.test(address) && !isPlaced && !/^\.{0,2}\//.test(address)) return false; // a sentence that ends in a file name
  return looksLikeImage(address) && !/[*{}<>|]/.test(address);
}

interface AddressPart {
  readonly span: LocatedScalar['span'];
  readonly address: string;
  readonly inner: readonly Escaping[];
  readonly remoteInner: readonly Escaping[];
  readonly edits: readonly TextEdit[];
}

/** A value is the address itself, Obsidian's `[[x.jpg]]`, or CSS's `url(x.jpg)` as Butterfly's backgrounds have it. */
function addressPart(text: string, scalar: LocatedScalar): AddressPart {
  const { span, value } = scalar;
  const wrapped = unwrap(text.slice(span.start, span.end), scalar);
  if (!wrapped) return { span, address: value, inner: [], remoteInner: [], edits: [] };
  const { inner, address, start, end } = wrapped;
  if (inner !== 'wikilink') return { span: { start, end }, address, inner: [inner], remoteInner: [inner], edits: [] };
  const edits = [
    { start: span.start, end: start, text: '' },
    { start: end, end: span.end, text: '' },
  ];
  return { span: { start, end }, address, inner: [inner], remoteInner: [], edits };
}

const wikilink = /^(!?\[\[)[^[\]|]+((?:\|[^[\]]*)?\]\])$/;
const cssUrl = /^(url\(\s*)(?:(["'])(?:(?!\2)[^\\]|\\.)*\2|(?:[^"'()\s\\]|\\.)+)(\s*\))$/i;

/** What wraps an address is itself never escaped, so it has the same length in the text. */
function unwrap(written: string, { span, value }: LocatedScalar) {
  const wiki = wikilink.exec(value);
  if (wiki) return cut(wiki[1] ?? '', wiki[2] ?? '', 'wikilink');
  const css = /^url\(/i.test(value) ? cssUrl.exec(value) : null;
  if (!css) return undefined;
  const quote = css[2] ?? '';
  const layer = quote === '"' ? 'css-double' : quote === "'" ? 'css-single' : 'css-unquoted';
  return cut((css[1] ?? '') + quote, quote + (css[3] ?? ''), layer);

  function cut(prefix: string, suffix: string, inner: Escaping) {
    if (!written.startsWith(prefix) || !written.endsWith(suffix)) return undefined;
    const decoded = value.slice(prefix.length, value.length - suffix.length);
    const address = inner === 'wikilink' ? decoded.trim() : decodeCss(decoded);
    return { inner, address, start: span.start + prefix.length, end: span.end - suffix.length };
  }
}

/** `cover: [[x.jpg]]` without quotes is a sequence in a sequence to YAML; Obsidian means the link. */
function bracketEdits(text: string, scalar: LocatedScalar): readonly TextEdit[] {
  const { start, end } = scalar.span;
  if (scalar.escaping !== 'yaml-plain' || text.slice(start - 2, start) !== '[[' || !text.startsWith(']]', end))
    return [];
  return [
    { start: start - 2, end: start, text: '' },
    { start: end, end: end + 2, text: '' },
  ];
}

/** PaperMod joins the page's path onto `cover.image` where `cover.relative` is true: a remote address needs false. */
function relativeEdits(scalar: LocatedScalar, flags: readonly LocatedScalar[]): readonly TextEdit[] {
  if (scalar.path.at(-1) !== 'image' || flags.length === 0) return [];
  const flag = [...scalar.path.slice(0, -1), 'relative'].join('\n');
  return flags.filter(({ path }) => path.join('\n') === flag).map(({ span }) => ({ ...span, text: 'false' }));
}
