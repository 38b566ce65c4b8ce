/** One box of an ISO base media file (ISO/IEC 14496-12, 4.2). */
export interface IsoBox {
  readonly type: string;
  /** What stands behind its size and type. */
  readonly content: Uint8Array;
  /** The box says that it is longer than what is there. */
  readonly isCut: boolean;
}

/** The boxes that stand side by side in these bytes. */
export function* isoBoxes(bytes: Uint8Array): Generator<IsoBox> {
  const view = viewOf(bytes);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const written = view.getUint32(at);
    const isLong = written === 1 && at + 16 <= bytes.length;
    const length = written === 0 ? bytes.length - at : isLong ? Number(view.getBigUint64(at + 8)) : written;
    const start = at + (isLong ? 16 : 8);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const isCut = at + length > bytes.length || at + length < start;
    yield { type, content: bytes.subarray(start, Math.max(start, at + length)), isCut };
    if (isCut) return;
    at += length;
  }
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
