/** A piece of a file that holds metadata. */
export interface HeifItem {
  readonly type: 'Exif' | 'mime';
  /** Where its bytes stand, half-open. */
  readonly extents: readonly { readonly start: number; readonly end: number }[];
}

/**
 * EXIF blocks and XMP packets of an AVIF or HEIC (ISO/IEC 14496-12, 8.11: `iinf` names items, `iloc` says where they
 * are). What is damaged counts as absent.
 */
export function findHeifMetadata(bytes: Uint8Array): readonly HeifItem[] {
  try {
    return findItems(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return []; // a field beyond the end
    throw error;
  }
}

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

function findItems(bytes: Buffer): readonly HeifItem[] {
  const meta = boxesIn(bytes, 0, bytes.length).find(({ type }) => type === 'meta');
  if (meta === undefined) return [];
  const boxes = boxesIn(bytes, meta.start + 4, meta.end);
  const [info, places, data] = ['iinf', 'iloc', 'idat'].map((wanted) => boxes.find(({ type }) => type === wanted));
  if (info === undefined || places === undefined) return [];
  const types = readTypes(bytes, info);
  return readPlaces(bytes, places, data).flatMap(({ id, extents }) => {
    const type = types.get(id);
    return type === 'Exif' || type === 'mime' ? [{ type, extents }] : [];
  });
}

function boxesIn(bytes: Buffer, start: number, end: number): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const length = bytes.readUInt32BE(at);
    const header = length === 1 ? 16 : 8;
    const size = length === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : length === 0 ? end - at : length;
    if (size < header || at + size > end) break;
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

function readTypes(bytes: Buffer, { start, end }: Box): ReadonlyMap<number, string> {
  const entries = boxesIn(bytes, start + (bytes.readUInt8(start) === 0 ? 6 : 8), end);
  return new Map(
    entries.map((entry) => {
      const isLong = bytes.readUInt8(entry.start) >= 3;
      const id = isLong ? bytes.readUInt32BE(entry.start + 4) : bytes.readUInt16BE(entry.start + 4);
      const typeAt = entry.start + (isLong ? 10 : 8);
      return [id, bytes.toString('latin1', typeAt, typeAt + 4)];
    }),
  );
}

interface ItemPlace {
  readonly id: number;
  readonly extents: HeifItem['extents'];
}

function readPlaces(bytes: Buffer, box: Box, data: Box | undefined): readonly ItemPlace[] {
  const version = bytes.readUInt8(box.start);
  let at = box.start + 4;
  const read = (size: number): number => {
    const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : size === 0 ? 0 : bytes.readUIntBE(at, size);
    at += size;
    return value;
  };
  const sizes = read(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const count = read(version < 2 ? 2 : 4);
  return Array.from({ length: count }, () => {
    const id = read(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : read(2) & 15;
    read(2); // which file; 0 is this one
    const base = read(baseSize) + (method === 1 ? (data?.start ?? 0) : 0);
    const extents = Array.from({ length: read(2) }, () => {
      read(indexSize);
      const start = base + read(offsetSize);
      return { start, end: start + read(lengthSize) };
    });
    return { id, extents: extents.filter(({ start, end }) => start < end && end <= bytes.length) };
  });
}
