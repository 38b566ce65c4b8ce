/** One frame as the blocks of a GIF describe it (GIF89a, 20 to 23). */
export interface GifFrame {
  /** Where on the screen it is drawn. */
  readonly left: number;
  readonly top: number;
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
  /** Where comments and XMP stand, half-open. */
  readonly metadata: readonly { readonly start: number; readonly end: number }[];
  /** The trailer, 0x3B, stands where a block would start. */
  readonly hasTrailer: boolean;
  /** The file ended inside an extension or a frame's header, or where a frame was announced: one is lost. */
  readonly isCut: boolean;
}

/** Reads a GIF by its blocks; what a cut file still holds is given, marked as cut. */
export function readGifBlocks(bytes: Uint8Array): GifBlocks {
  const found: Found = { frames: [], control: plainControl, loop: undefined, xmp: undefined, metadata: [] };
  let at = 13 + colourTableLength(bytes[10] ?? 0);
  let next: number | undefined = at;
  // a stray terminator, as some encoders leave one, is passed over as browsers do
  while (next !== undefined && next < bytes.length && bytes[next] !== trailer) {
    at = next;
    next = bytes[at] === 0 ? at + 1 : readBlock(bytes, at, found);
  }
  return {
    width: word(bytes, 6),
    height: word(bytes, 8),
    frames: found.frames,
    loop: found.loop,
    xmp: found.xmp,
    metadata: found.metadata,
    hasTrailer: next !== undefined && next < bytes.length,
    isCut: found.control !== plainControl || (next === undefined && bytes[at] === extension) || isHeaderCut(bytes, at),
  };
}

const trailer = 0x3b;
const extension = 0x21;
const image = 0x2c;

const isHeaderCut = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === image && endOfFrameHeader(bytes, at) >= bytes.length;

const endOfFrameHeader = (bytes: Uint8Array, at: number): number => at + 10 + colourTableLength(bytes[at + 9] ?? 0);

interface Control {
  readonly delay: number;
  readonly isTransparent: boolean;
}

const plainControl: Control = { delay: 0, isTransparent: false };

interface Found {
  frames: GifFrame[];
  /** What the last graphic control extension says of the frame that follows it. */
  control: Control;
  loop: number | undefined;
  xmp: Uint8Array | undefined;
  metadata: { start: number; end: number }[];
}

/** @returns the offset behind the block; undefined where it is none, or cut */
function readBlock(bytes: Uint8Array, at: number, found: Found): number | undefined {
  if (bytes[at] === extension) return readExtension(bytes, at, found);
  return bytes[at] === image ? readFrame(bytes, at, found) : undefined;
}

/** GIF89a, 23 and 26; the application extensions of Netscape (loop) and Adobe (XMP). */
function readExtension(bytes: Uint8Array, at: number, found: Found): number | undefined {
  const { data, end, isTerminated } = readSubBlocks(bytes, at + 2);
  const [first, second] = data;
  const label = bytes[at + 1];
  if (label === 0xf9 && first !== undefined && first.length >= 4) {
    found.control = { delay: word(first, 1), isTransparent: ((first[0] ?? 0) & 1) === 1 };
  }
  if (label === 0xff && first !== undefined) {
    const name = String.fromCharCode(...first);
    if (/^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(name) && second?.[0] === 1) found.loop = word(second, 1);
    if (name === 'XMP DataXMP') {
      found.xmp = bytes.subarray(at + 14, end);
      found.metadata.push({ start: at, end });
    }
  }
  if (label === 0xfe) found.metadata.push({ start: at, end });
  return isTerminated ? end : undefined;
}

/** GIF89a, 20 to 22. */
function readFrame(bytes: Uint8Array, at: number, found: Found): number | undefined {
  const pixelsAt = endOfFrameHeader(bytes, at);
  if (pixelsAt >= bytes.length) return undefined;
  const { data, end, isTerminated } = readSubBlocks(bytes, pixelsAt + 1);
  found.frames.push({
    left: word(bytes, at + 1),
    top: word(bytes, at + 3),
    width: word(bytes, at + 5),
    height: word(bytes, at + 7),
    ...found.control,
    minimumCodeSize: bytes[pixelsAt] ?? 0,
    pixels: data,
    isTerminated,
  });
  found.control = plainControl;
  return isTerminated ? end : undefined;
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);

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
