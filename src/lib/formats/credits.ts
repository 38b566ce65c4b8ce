import { readXml, type XmlElement } from '../read-xml.js';
import { startsWithText } from './jpeg-segments.js';

/** Who made a picture and whose it is, in whatever block its file says so. */
export interface Credits {
  readonly copyright?: string;
  readonly artist?: string;
}

type MaybeCredits = { readonly [Name in keyof Credits]: Credits[Name] | undefined };

/** The first that says it counts, for each of the two. */
export function firstCredits(...told: readonly MaybeCredits[]): Credits {
  const copyright = told.find((credits) => credits.copyright)?.copyright;
  const artist = told.find((credits) => credits.artist)?.artist;
  return { ...(copyright ? { copyright } : {}), ...(artist ? { artist } : {}) };
}

/** `dc:rights` and `dc:creator` of an XMP packet (XMP specification part 1, 8.3), with whatever stands before it. */
export function readXmpCredits(packet: Uint8Array): Credits {
  const text = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if (!text.includes('<dc:rights') && !text.includes('<dc:creator')) return {};
  const root = readXml(text.toString('utf8'));
  return firstCredits({ copyright: wordsOf(root, 'dc:rights')[0], artist: wordsOf(root, 'dc:creator').join('; ') });
}

/** What the items of a property say; several creators are several people, several rights one in several languages. */
function wordsOf(root: XmlElement | undefined, name: string): readonly string[] {
  const property = root && findElement(root, name);
  if (property === undefined) return [];
  const items = property.children.flatMap(({ children }) => children);
  return (items.length > 0 ? items : [property]).map(({ text }) => text.trim()).filter((text) => text !== '');
}

/** The first of that name in the document; a stranger's nest can be deeper than calls may go. */
function findElement(root: XmlElement, name: string): XmlElement | undefined {
  const open = [root];
  for (let element = open.pop(); element; element = open.pop()) {
    if (element.name === name) return element;
    for (const child of [...element.children].reverse()) open.push(child);
  }
  return undefined;
}

/**
 * By-line and copyright notice, IPTC-IIM 4.2, 2:80 and 2:116, among Photoshop's image resources.
 *
 * @param resources with or without the name that they have in a JPEG's APP13 segment
 */
export function readIptcCredits(resources: Uint8Array): Credits {
  const named = Buffer.from(resources.buffer, resources.byteOffset, resources.byteLength);
  const block = iptcBlock(startsWithText(named, photoshop) ? named.subarray(photoshop.length) : named);
  const copyrights: string[] = [];
  const artists: string[] = [];
  for (let at = 0; block[at] === 0x1c && at + 5 <= block.length; ) {
    const end = at + 5 + block.readUInt16BE(at + 3);
    const [record, dataset] = [block[at + 1], block[at + 2]];
    const list = dataset === 116 ? copyrights : dataset === 80 ? artists : undefined;
    if (record === 2) list?.push(decode(block.subarray(at + 5, end)));
    at = end;
  }
  return firstCredits({ copyright: copyrights[0], artist: artists.join('; ') });
}

const photoshop = 'Photoshop 3.0\0';

/** Resource 0x0404; names and contents are padded to even lengths. */
function iptcBlock(resources: Buffer): Buffer {
  let at = 0;
  while (at + 12 <= resources.length && resources.toString('latin1', at, at + 4) === '8BIM') {
    const nameEnd = at + 6 + 1 + (resources[at + 6] ?? 0);
    const sizeAt = nameEnd + ((nameEnd - at) & 1);
    if (sizeAt + 4 > resources.length) break;
    const end = sizeAt + 4 + resources.readUInt32BE(sizeAt);
    if (resources.readUInt16BE(at + 4) === 0x0404) return resources.subarray(sizeAt + 4, end);
    at = end + ((end - sizeAt) & 1);
  }
  return Buffer.alloc(0);
}

/** UTF-8 where it is that; most that is not is Latin-1. */
function decode(words: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(words).trim();
  } catch {
    return Buffer.from(words).toString('latin1').trim();
  }
}
