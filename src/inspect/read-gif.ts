import type { ImageFacts } from '../core/image-facts.js';
import { type GifBlocks, type GifFrame, readGifBlocks } from '../lib/formats/gif-blocks.js';
import { countGifPixels } from '../lib/formats/gif-pixel-count.js';
import { shownDelay } from '../lib/formats/shown-delay.js';
import { readXmpTraces } from '../lib/formats/xmp-traces.js';
import { exifFacts, stillFacts } from './still-facts.js';

export interface GifReading {
  readonly facts: ImageFacts;
  readonly hasTrailer: boolean;
  /** Frames whose pixels are not all there. */
  readonly damagedFrames: number;
  /** The frame that is seen first is one of them, or there is none. */
  readonly isFirstDamaged: boolean;
  /** The file ended where another frame was announced. */
  readonly isCut: boolean;
}

/**
 * Facts of a GIF from its blocks, its frames counted and measured: decoders pass over frames that a cut took away.
 *
 * @returns undefined where the header is cut
 */
export function readGif(bytes: Uint8Array): GifReading | undefined {
  if (bytes.length < 13) return undefined;
  const isOnePixel = bytes[6] === 1 && bytes[7] === 0 && bytes[8] === 1 && bytes[9] === 0;
  const blocks = readGifBlocks(isOnePixel ? Buffer.concat([bytes, noPixels]) : bytes);
  const isAnimated = blocks.frames.length > 1;
  const traces = readXmpTraces(...(blocks.xmp ? [blocks.xmp] : []));
  const facts: ImageFacts = {
    ...stillFacts('gif', bytes.length),
    width: blocks.width,
    height: blocks.height,
    pages: Math.max(1, blocks.frames.length),
    duration: isAnimated ? blocks.frames.reduce((total, frame) => total + shownDelay(frame.delay * 10), 0) : 0,
    // NETSCAPE2.0 counts the rounds after the first
    loop: !isAnimated || blocks.loop === undefined ? 1 : blocks.loop === 0 ? 0 : blocks.loop + 1,
    hasAlpha: blocks.frames.some((frame) => frame.isTransparent),
    ...exifFacts(undefined, traces),
  };
  const isOfNoPixels = isOnePixel && isSpacer(blocks);
  const damaged = blocks.frames.map((frame) => !isOfNoPixels && (!isWhole(frame) || !isOnScreen(frame, blocks)));
  return {
    facts,
    hasTrailer: blocks.hasTrailer || isOfNoPixels,
    damagedFrames: damaged.filter(Boolean).length,
    isFirstDamaged: damaged[0] ?? true,
    isCut: (blocks.isCut && !blocks.hasTrailer) || blocks.frames.length === 0,
  };
}

/**
 * The one pixel that pages hold a place with. Many are written without it, to save bytes, and browsers show as much of
 * them as of the others: nothing.
 */
const isSpacer = ({ frames: [frame, ...others] }: GifBlocks): boolean =>
  frame?.width === 1 && frame.height === 1 && others.length === 0;

/** A code size and an end of the pixels, for those that stop behind a frame's header. */
const noPixels = Uint8Array.of(2, 0);

const isWhole = (frame: GifFrame): boolean => countGifPixels(frame) >= frame.width * frame.height;

/** A frame may reach beyond the screen, but not lie beside it; some files have a screen of no size. */
const isOnScreen = ({ left, top }: GifFrame, { width, height }: GifBlocks): boolean =>
  (width === 0 || left < width) && (height === 0 || top < height);
