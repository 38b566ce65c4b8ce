import type { ImageFacts } from '../core/image-facts.js';
import { stillFacts } from './still-facts.js';

export interface HeaderReading {
  readonly facts: ImageFacts;
  /** The file is shorter than its header says. */
  readonly isCut: boolean;
}

/** A Windows bitmap by its header (BITMAPCOREHEADER, BITMAPINFOHEADER); no decoder here proves more. */
export function readBmp(bytes: Uint8Array): HeaderReading | undefined {
  if (bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCore = view.getUint32(14, true) === 12;
  const width = isCore ? view.getUint16(18, true) : Math.abs(view.getInt32(18, true));
  const height = isCore ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const isPacked = !isCore && bytes.length >= 34 && ![0, 3].includes(view.getUint32(30, true));
  const rowLength = Math.ceil((width * bits) / 32) * 4;
  const needed = view.getUint32(10, true) + (isPacked ? 1 : rowLength * height);
  return { facts: { ...stillFacts('bmp', bytes.length), width, height }, isCut: bytes.length < needed };
}

/** A Windows icon by its directory; the size is that of its largest picture. */
export function readIco(bytes: Uint8Array): HeaderReading | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length < 6 ? 0 : view.getUint16(4, true);
  if (count === 0 || bytes.length < 6 + count * 16) return undefined;
  let side = { width: 0, height: 0 };
  let needed = 0;
  for (let index = 0; index < count; index += 1) {
    const at = 6 + index * 16;
    const width = bytes[at] || 256;
    const height = bytes[at + 1] || 256;
    if (width * height > side.width * side.height) side = { width, height };
    needed = Math.max(needed, view.getUint32(at + 8, true) + view.getUint32(at + 12, true));
  }
  return { facts: { ...stillFacts('ico', bytes.length), ...side, hasAlpha: true }, isCut: bytes.length < needed };
}
