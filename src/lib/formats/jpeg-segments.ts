/** One marker segment of a JPEG (ITU-T T.81, B.1.1): from its 0xFF to the end of its payload. */
export interface JpegSegment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
  readonly payload: Uint8Array;
}

/** Markers that are read by name here (T.81, table B.1). */
export const jpegMarker = {
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app13: 0xed,
  app14: 0xee,
  dqt: 0xdb,
  sos: 0xda,
  comment: 0xfe,
} as const;

/**
 * The segments from the start of the image to the first scan, the scan's header included. Ends early, without a word,
 * where the file does: that is for the decoder to judge.
 */
export function* jpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (marker === 0xd9 || marker === 0) return;
    if (isStandalone(marker)) {
      at += 2;
      continue;
    }
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (end > bytes.length || end < at + 4) return;
    yield { marker, start: at, end, payload: bytes.subarray(at + 4, end) };
    if (marker === jpegMarker.sos) return;
    at = end;
  }
}

const isStandalone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** SOF0 to SOF15 without DHT, JPG and DAC: the segment that holds the size. */
export const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Whether a payload starts with these characters, as APPn segments are named. */
export function startsWithText(payload: Uint8Array, text: string): boolean {
  if (payload.length < text.length) return false;
  for (let index = 0; index < text.length; index += 1) if (payload[index] !== text.charCodeAt(index)) return false;
  return true;
}

/**
 * Where the first image ends: behind its EOI marker. Phones hang more images, or a film, behind it.
 *
 * @param scanStart where the first scan's segment starts
 * @returns undefined where there is no EOI
 */
export function endOfJpegImage(bytes: Uint8Array, scanStart: number): number | undefined {
  let at = scanStart;
  while (at + 1 < bytes.length) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) return at + 2;
    const isInScan = marker === 0 || marker === 0xff || isStandalone(marker);
    at += isInScan ? (marker === 0xff ? 1 : 2) : 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return undefined;
}
