import { findXmlFault, type XmlElement } from './find-xml-fault.js';

/** Why a browser does not draw an SVG that stands in an `<img>`. */
export interface SvgFault {
  readonly found: string;
  /** From 1; 0 where no place can be named. */
  readonly line: number;
}

/**
 * Looks at an SVG as a browser does, which is stricter than any renderer: well-formed XML whose root is `svg` in the
 * SVG namespace.
 *
 * @param isCut these are only the file's first bytes: what is wrong at their end is the cut
 * @returns undefined where nothing is wrong
 */
export function findSvgFault(
  bytes: Uint8Array,
  { isCut = false }: { readonly isCut?: boolean } = {},
): SvgFault | undefined {
  const text = decodeText(bytes, isCut);
  if (text === undefined) return { found: 'not-in-its-encoding', line: 0 };
  let root: XmlElement | undefined;
  const fault = findXmlFault(isCut ? upToLastTag(text) : text, (element) => {
    root ??= element;
  });
  if (fault && !(isCut && fault.found === 'unclosed')) return { found: fault.found, line: lineAt(text, fault.at) };
  if (root === undefined) return isCut ? undefined : { found: 'no-root', line: 0 };
  return isSvgRoot(root) ? undefined : { found: 'no-svg-namespace', line: lineAt(text, root.at) };
}

function isSvgRoot({ name, attributes }: XmlElement): boolean {
  const colon = name.indexOf(':');
  const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
  return name.slice(colon + 1) === 'svg' && attributes.get(declaration) === 'http://www.w3.org/2000/svg';
}

/** Up to the last tag that is there in full; nothing of it where that may stand inside something longer. */
function upToLastTag(text: string): string {
  const end = text.lastIndexOf('>') + 1;
  const start = text.slice(0, end);
  const opened = Math.max(start.lastIndexOf('<!--'), start.lastIndexOf('<![CDATA['), start.lastIndexOf('<!DOCTYPE'));
  return opened < 0 || /-->|\]\]>|\]\s*>/.test(start.slice(opened)) ? start : start.slice(0, opened);
}

/**
 * As Chromium reads an SVG in an `<img>`: UTF-16 by its mark, else UTF-8, whatever the declaration or a server says.
 */
function decodeText(bytes: Uint8Array, isCut: boolean): string | undefined {
  const [first, second] = bytes;
  const mark =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(mark, { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
