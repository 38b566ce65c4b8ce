/** One frame as the blocks of a GIF describe it (GIF89a, 20 to 23). */
export interface GifFrame {
  readonly width: number;
  readonly height: number;
  /** Hundredths of a second, as written. */
  readonly delay: number;
  readonly isTransparent: boolean;
  readonly minimumCodeSize: number;
  /** The sub-blocks of its pixels, without their length bytes. */
  readonly pixels: readonly Uint8Array[];
  /** The sub-blocks end as they should, with a block of length 0. */
  readonly isTerminated: boolean;
}

export interface GifBlocks {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly GifFrame[];
  /** Rounds after the first, 0 for ever (NETSCAPE2.0); undefined where not said. */
  readonly loop: number | undefined;
  readonly xmp: Uint8Array | undefined;
  /** The trailer, 0x3B, stands where a block would start. */
  readonly hasTrailer: boolean;
  /** The file ended inside a block. */
  readonly isCut: boolean;
}

/** Reads a GIF by its blocks; what a cut file still holds is given, marked as cut. */
export function readGifBlocks(bytes: Uint8Array): GifBlocks {
  const word = (at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const frames: GifFrame[] = [];
  let loop: number | undefined;
  let xmp: Uint8Array | undefined;
  let control = { delay: 0, isTransparent: false };
  let at = 13 + colourTableLength(bytes[10] ?? 0);
  const result = (hasTrailer: boolean, isCut: boolean): GifBlocks => {
    return { width: word(6), height: word(8), frames, loop, xmp, hasTrailer, isCut };
  };

  while (at < bytes.length) {
    const introducer = bytes[at];
    if (introducer === 0x3b) return result(true, false);
    if (introducer === 0x21) {
      const blocks = readSubBlocks(bytes, at + 2);
      const first = blocks.data[0];
      const label = bytes[at + 1];
      if (label === 0xf9 && first && first.length >= 4) {
        control = { delay: (first[1] ?? 0) | ((first[2] ?? 0) << 8), isTransparent: ((first[0] ?? 0) & 1) === 1 };
      }
      if (label === 0xff && first) {
        const name = String.fromCharCode(...first);
        const second = blocks.data[1];
        if (/^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(name) && second?.[0] === 1)
          loop = (second[1] ?? 0) | ((second[2] ?? 0) << 8);
        if (name === 'XMP DataXMP') xmp = bytes.subarray(at + 14, blocks.end);
      }
      if (!blocks.isTerminated) return result(false, true);
      at = blocks.end;
    } else if (introducer === 0x2c) {
      const pixelsAt = at + 10 + colourTableLength(bytes[at + 9] ?? 0);
      if (pixelsAt >= bytes.length) return result(false, true);
      const blocks = readSubBlocks(bytes, pixelsAt + 1);
      frames.push({
        width: word(at + 5),
        height: word(at + 7),
        ...control,
        minimumCodeSize: bytes[pixelsAt] ?? 0,
        pixels: blocks.data,
        isTerminated: blocks.isTerminated,
      });
      control = { delay: 0, isTransparent: false };
      if (!blocks.isTerminated) return result(false, true);
      at = blocks.end;
    } else if (introducer === 0) {
      at += 1; // a stray terminator, as some encoders leave one; browsers pass over it
    } else {
      return result(false, false);
    }
  }
  return result(false, false);
}

/** GIF89a, 18 and 20: the packed byte says whether a table follows and of which size. */
const colourTableLength = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 7) + 1));

interface SubBlocks {
  readonly data: readonly Uint8Array[];
  readonly end: number;
  readonly isTerminated: boolean;
}

function readSubBlocks(bytes: Uint8Array, start: number): SubBlocks {
  const data: Uint8Array[] = [];
  let at = start;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    if (length === 0) return { data, end: at + 1, isTerminated: true };
    data.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { data, end: bytes.length, isTerminated: false };
}
