import type { Escaping, ReferenceSyntax, TextEdit } from '../../core/image-reference.js';
import type { LocatedReference } from '../located.js';
import { looksLikeImage } from '../looks-like-image.js';
import type { LocatedScalar } from '../scalars/located-scalar.js';
import { type KeyMeaning, meaningOfKey } from './image-keys.js';

/** The scalars that name images, by their key or by their looks. */
export function locateImageValues(
  text: string,
  scalars: readonly LocatedScalar[],
  syntax: Extract<ReferenceSyntax, 'front-matter' | 'data-file'>,
): readonly LocatedReference[] {
  const found: LocatedReference[] = [];
  for (const scalar of scalars) {
    const { escaping } = scalar;
    if (escaping === undefined) continue;
    const part = addressPart(scalar);
    if (part === undefined || !isImageValue(part.address, meaningOfKey(scalar.path))) continue;
    const edits = [...part.edits, ...bracketEdits(text, scalar), ...relativeEdits(scalar, scalars)];
    found.push({
      syntax,
      role: 'image',
      span: part.span,
      address: part.address,
      escaping: [...part.inner, escaping],
      ...(edits.length > 0 && { remoteForm: { edits, escaping: [...part.remoteInner, escaping] } }),
    });
  }
  return found;
}

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
function addressPart(scalar: LocatedScalar): AddressPart | undefined {
  const { span, value } = scalar;
  if (value.length !== span.end - span.start) {
    return { span, address: value, inner: [], remoteInner: [], edits: [] }; // escaped: its parts stand elsewhere
  }
  const wiki = /^(!?\[\[)([^[\]|]+)((?:\|[^[\]]*)?\]\])$/.exec(value);
  if (wiki) {
    const start = span.start + (wiki[1]?.length ?? 0);
    const end = span.end - (wiki[3]?.length ?? 0);
    return {
      span: { start, end },
      address: (wiki[2] ?? '').trim(),
      inner: ['wikilink'],
      remoteInner: [],
      edits: [
        { start: span.start, end: start, text: '' },
        { start: end, end: span.end, text: '' },
      ],
    };
  }
  const css = /^(url\(\s*(["']?))([^"'()]+)\2\s*\)$/i.exec(value);
  if (!css) return { span, address: value, inner: [], remoteInner: [], edits: [] };
  const start = span.start + (css[1]?.length ?? 0);
  const address = (css[3] ?? '').trimEnd();
  const layer = css[2] === '"' ? 'css-double' : css[2] === "'" ? 'css-single' : 'css-unquoted';
  return { span: { start, end: start + address.length }, address, inner: [layer], remoteInner: [layer], edits: [] };
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
function relativeEdits(scalar: LocatedScalar, scalars: readonly LocatedScalar[]): readonly TextEdit[] {
  if (scalar.path.at(-1) !== 'image' || scalar.path.length < 2) return [];
  const flag = [...scalar.path.slice(0, -1), 'relative'].join('\n');
  return scalars
    .filter((other) => other.value === 'true' && other.path.join('\n') === flag)
    .map((other) => ({ ...other.span, text: 'false' }));
}
