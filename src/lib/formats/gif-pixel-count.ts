import type { GifFrame } from './gif-blocks.js';

/**
 * How many pixels a frame's LZW codes stand for (GIF89a, appendix F): a frame that is whole has width x height of them.
 * Only lengths are followed, no colour is looked up.
 */
export function countGifPixels(frame: GifFrame): number {
  const clear = 1 << frame.minimumCodeSize;
  if (frame.minimumCodeSize < 1 || frame.minimumCodeSize > 11) return 0;
  const wanted = frame.width * frame.height;
  const lengths = new Uint16Array(4096).fill(1, 0, clear);
  let size = frame.minimumCodeSize + 1;
  let next = clear + 2;
  let previous = -1;
  let bits = 0;
  let bitCount = 0;
  let pixels = 0;

  for (const block of frame.pixels) {
    for (let index = 0; index < block.length; index += 1) {
      bits |= (block[index] ?? 0) << bitCount;
      bitCount += 8;
      while (bitCount >= size) {
        const code = bits & ((1 << size) - 1);
        bits >>>= size;
        bitCount -= size;
        if (code === clear) {
          size = frame.minimumCodeSize + 1;
          next = clear + 2;
          previous = -1;
          continue;
        }
        if (code === clear + 1 || code > next || (code === next && previous < 0)) return pixels;
        const previousLength = previous < 0 ? 0 : (lengths[previous] ?? 0);
        pixels += code === next ? previousLength + 1 : (lengths[code] ?? 0);
        if (pixels >= wanted) return pixels;
        if (previous >= 0 && next < 4096) {
          lengths[next] = previousLength + 1;
          next += 1;
          if (next === 1 << size && size < 12) size += 1;
        }
        previous = code;
      }
    }
  }
  return pixels;
}
