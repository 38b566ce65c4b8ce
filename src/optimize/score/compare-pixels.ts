import { smallestSide, ssimulacra2 } from './ssimulacra2.js';

/** Two pictures of one size, 8-bit sRGB. */
export interface PixelPair {
  readonly source: Uint8Array;
  readonly result: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

export interface PixelComparison {
  /** SSIMULACRA 2.0, 100 at most. */
  readonly score: number;
  /** Of one channel of one pixel, 0 to 255. */
  readonly largestError: number;
}

/** How much a picture looks like its source; with transparency, on whichever of black and white it looks worse. */
export function comparePixels(pair: PixelPair): PixelComparison {
  if (pair.channels === 3) return compareOpaque(pair);
  if (isOpaque(pair.source) && isOpaque(pair.result)) return compareOpaque(onto(pair, 0));
  return worseOf(compareOpaque(onto(pair, 0)), compareOpaque(onto(pair, 255)));
}

export const worseOf = (one: PixelComparison, other: PixelComparison): PixelComparison => ({
  score: Math.min(one.score, other.score),
  largestError: Math.max(one.largestError, other.largestError),
});

/** Below it there is no score: then an error of 4 in one channel counts as 80. */
function compareOpaque({ source, result, width, height }: PixelPair): PixelComparison {
  const largestError = findLargestError(source, result);
  if (largestError === 0) return { score: 100, largestError };
  if (Math.min(width, height) < smallestSide) return { score: Math.max(0, 100 - 5 * largestError), largestError };
  return { score: ssimulacra2({ pixels: source, width, height }, { pixels: result, width, height }), largestError };
}

function findLargestError(source: Uint8Array, result: Uint8Array): number {
  let largest = 0;
  for (let at = 0; at < source.length; at += 1) {
    const error = Math.abs((source[at] ?? 0) - (result[at] ?? 0));
    if (error > largest) largest = error;
  }
  return largest;
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}

const onto = (pair: PixelPair, background: number): PixelPair => ({
  ...pair,
  channels: 3,
  source: flatten(pair.source, background),
  result: flatten(pair.result, background),
});

function flatten(pixels: Uint8Array, background: number): Uint8Array {
  const flat = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    const alpha = pixels[from + 3] ?? 255;
    for (let channel = 0; channel < 3; channel += 1) {
      flat[to + channel] = Math.round(((pixels[from + channel] ?? 0) * alpha + background * (255 - alpha)) / 255);
    }
  }
  return flat;
}
