import { type IsoBox, isoBoxes, viewOf } from './iso-boxes.js';

/** What browsers find in the boxes of an AVIF, who read them more strictly than libheif. */
export interface AvifLook {
  /** Pixels, as stored; absent where no `ispe` says it. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly fault: AvifFault | undefined;
}

export type AvifFault = 'boxes-cut' | 'bad-handler' | 'bad-items' | 'bad-properties' | 'pixels-missing';

/**
 * Reads the boxes that describe a still AVIF (AV1 Image File Format 1.1; ISO/IEC 23008-12, 6 and 9). Image sequences
 * (`moov`) are left to the decoder.
 *
 * @param totalBytes bytes of the whole file, where `bytes` are only its first ones
 */
export function lookAtAvif(bytes: Uint8Array, { totalBytes }: { readonly totalBytes: number }): AvifLook {
  const isStart = bytes.length < totalBytes;
  const boxes = [...isoBoxes(bytes)];
  const meta = boxes.find(({ type }) => type === 'meta');
  if (meta === undefined) {
    const isElsewhere = isStart || boxes.some(({ type }) => type === 'moov');
    return { fault: isElsewhere ? undefined : 'boxes-cut' };
  }
  if (meta.isCut) return { fault: isStart ? undefined : 'boxes-cut' };
  const parts = new Map([...isoBoxes(meta.content.subarray(4))].map((box) => [box.type, box]));
  const size = readSize(parts.get('iprp'));
  const fault = findFault(parts, totalBytes);
  return size === undefined ? { fault } : { size, fault };
}

function findFault(parts: ReadonlyMap<string, IsoBox>, totalBytes: number): AvifFault | undefined {
  if ([...parts.values()].some(({ isCut }) => isCut)) return 'boxes-cut';
  if (!isPictureHandler(parts.get('hdlr')?.content)) return 'bad-handler';
  if (!areItems(parts.get('iinf')?.content) || !areReferences(parts.get('iref')?.content)) return 'bad-items';
  if (!areProperties(parts.get('iprp')?.content)) return 'bad-properties';
  const end = endOfItems(parts.get('iloc')?.content);
  if (end === undefined) return 'bad-items';
  return end > totalBytes ? 'pixels-missing' : undefined;
}

/** ISO/IEC 14496-12, 8.4.3: what is predefined or reserved is 0, a name ends with 0. */
function isPictureHandler(content: Uint8Array | undefined): boolean {
  if (content === undefined || content.length < 25) return false;
  const isZero = (from: number, to: number): boolean => content.subarray(from, to).every((byte) => byte === 0);
  return isZero(4, 8) && textAt(content, 8) === 'pict' && isZero(12, 24) && content.subarray(24).includes(0);
}

/** ISO/IEC 14496-12, 8.11.6: as many entries as announced, each with a name that ends. */
function areItems(content: Uint8Array | undefined): boolean {
  if (content === undefined || content.length < 6) return false;
  const isWide = content[0] !== 0;
  const announced = isWide ? viewOf(content).getUint32(4) : viewOf(content).getUint16(4);
  const entries = [...isoBoxes(content.subarray(isWide ? 8 : 6))];
  if (entries.length < announced || entries.some(({ isCut }) => isCut)) return false;
  return entries.every(({ type, content: entry }) => {
    if (type !== 'infe' || (entry[0] ?? 0) < 2) return true;
    return entry.subarray(entry[0] === 2 ? 12 : 14).includes(0);
  });
}

const areReferences = (content: Uint8Array | undefined): boolean =>
  content === undefined || areWhole(isoBoxes(content.subarray(4)), content.length - 4);

/** Boxes that fill their place to its last byte. */
function areWhole(boxes: Iterable<IsoBox>, length: number): boolean {
  let filled = 0;
  for (const { content, isCut } of boxes) {
    if (isCut) return false;
    filled += content.length + 8;
  }
  return filled === length;
}

function areProperties(content: Uint8Array | undefined): boolean {
  if (content === undefined) return false;
  const parts = [...isoBoxes(content)];
  const container = parts.find(({ type }) => type === 'ipco');
  const links = parts.filter(({ type }) => type === 'ipma');
  if (container === undefined || links.length === 0 || parts.some(({ isCut }) => isCut)) return false;
  const properties = [...isoBoxes(container.content)];
  return properties.every(isProperty) && links.every((link) => isAssociation(link.content, properties));
}

/** AV1 codec configuration (AV1-ISOBMFF 1.2, 2.3.3), `pixi` and `auxC` (ISO/IEC 23008-12, 6.5.6 and 6.5.8). */
function isProperty({ type, content, isCut }: IsoBox): boolean {
  if (isCut) return false;
  const [first = 0, , , last = 0] = content;
  switch (type) {
    case 'av1C':
      return content.length >= 4 && first === 0x81 && last >> 5 === 0 && ((last & 0x10) !== 0 || (last & 15) === 0);
    case 'pixi': {
      const channels = content[4] ?? 0;
      const depths = content.subarray(5, 5 + channels);
      const isKnown = channels >= 1 && channels <= 4 && depths.length === channels;
      return first === 0 && isKnown && depths.every((depth) => depth === depths[0] && [8, 10, 12].includes(depth));
    }
    case 'auxC':
      return content.subarray(4).includes(0);
    case 'ispe':
      return content.length >= 12;
    default:
      return true;
  }
}

/** ISO/IEC 23008-12, 9.3: the properties of each item, which have to agree about its channels and their depth. */
function isAssociation(content: Uint8Array, properties: readonly IsoBox[]): boolean {
  if (content.length < 8) return false;
  const view = viewOf(content);
  const idBytes = content[0] === 0 ? 2 : 4;
  const indexBytes = ((content[3] ?? 0) & 1) === 0 ? 1 : 2;
  let at = 8;
  for (let entry = view.getUint32(4); entry > 0; entry -= 1) {
    if (at + idBytes >= content.length) return false;
    const count = content[at + idBytes] ?? 0;
    at += idBytes + 1;
    if (at + count * indexBytes > content.length) return false;
    const indices = Array.from({ length: count }, (_, index) =>
      indexBytes === 1 ? (content[at + index] ?? 0) & 0x7f : view.getUint16(at + index * 2) & 0x7fff,
    );
    if (indices.some((index) => index > properties.length)) return false;
    if (!agree(indices.map((index) => properties[index - 1]))) return false;
    at += count * indexBytes;
  }
  return true;
}

function agree(properties: readonly (IsoBox | undefined)[]): boolean {
  const find = (wanted: string): Uint8Array | undefined => properties.find((box) => box?.type === wanted)?.content;
  const [configuration, pixels] = [find('av1C'), find('pixi')];
  if (configuration === undefined || pixels === undefined) return true;
  const flags = configuration[2] ?? 0;
  const depth = (flags & 0x40) === 0 ? 8 : (flags & 0x20) === 0 ? 10 : 12;
  const isGrey = (flags & 0x10) !== 0;
  return pixels[5] === depth && (pixels[4] === 1) === isGrey;
}

/** Where the last byte of any item in the file stands (ISO/IEC 14496-12, 8.11.3); undefined where that can't be read. */
function endOfItems(content: Uint8Array | undefined): number | undefined {
  if (content === undefined || content.length < 8) return undefined;
  const version = content[0] ?? 0;
  const [offsetSize, lengthSize] = [(content[4] ?? 0) >> 4, (content[4] ?? 0) & 15];
  const [baseSize, indexSize] = [(content[5] ?? 0) >> 4, version === 0 ? 0 : (content[5] ?? 0) & 15];
  let at = 6;
  const take = (size: number): number => {
    let value = 0;
    for (let end = at + size; at < end; at += 1) value = value * 256 + (content[at] ?? Number.NaN);
    return value;
  };
  let last = 0;
  for (let items = take(version < 2 ? 2 : 4); items > 0; items -= 1) {
    take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseSize);
    for (let extents = take(2); extents > 0; extents -= 1) {
      take(indexSize);
      const offset = take(offsetSize);
      const end = base + offset + take(lengthSize);
      if (Number.isNaN(end)) return undefined;
      if (method === 0) last = Math.max(last, end);
    }
    if (at > content.length) return undefined;
  }
  return last;
}

function readSize(box: IsoBox | undefined): AvifLook['size'] {
  const container = box && [...isoBoxes(box.content)].find(({ type }) => type === 'ipco');
  const size = container && [...isoBoxes(container.content)].find(({ type }) => type === 'ispe')?.content;
  if (size === undefined || size.length < 12) return undefined;
  return { width: viewOf(size).getUint32(4), height: viewOf(size).getUint32(8) };
}

const textAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
