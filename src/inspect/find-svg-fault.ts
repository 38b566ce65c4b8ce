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
 * @returns undefined where nothing is wrong
 */
export function findSvgFault(bytes: Uint8Array): SvgFault | undefined {
  const text = decodeXml(bytes);
  if (text === undefined) return { found: 'not-in-its-encoding', line: 0 };
  let root: XmlElement | undefined;
  const fault = findXmlFault(text, (element) => {
    root ??= element;
  });
  if (fault) return { found: fault.found, line: lineAt(text, fault.at) };
  if (root === undefined) return { found: 'no-root', line: 0 };
  return isSvgRoot(root) ? undefined : { found: 'no-svg-namespace', line: lineAt(text, root.at) };
}

function isSvgRoot({ name, attributes }: XmlElement): boolean {
  const colon = name.indexOf(':');
  const declaration = colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`;
  return name.slice(colon + 1) === 'svg' && attributes.get(declaration) === 'http://www.w3.org/2000/svg';
}

/** XML 1.0, appendix F: a byte order mark, else the declaration, else UTF-8. */
function decodeXml(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const mark = start.startsWith('\xff\xfe') ? 'utf-16le' : start.startsWith('\xfe\xff') ? 'utf-16be' : undefined;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  try {
    return new TextDecoder(mark ?? declared ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // an encoding nobody knows, or bytes that are not in it
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
