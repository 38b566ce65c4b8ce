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
