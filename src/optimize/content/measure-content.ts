import type { PictureFrames } from '../pixels/picture-frames.js';

/** What the pixels of a picture are like. */
export interface PixelStatistics {
  /** In one frame. */
  readonly pixels: number;
  /** Share of the visible pixels that equal their left neighbour, 0 to 1. */
  readonly equalLeft: number;
  /** Share of the others that differ from it by more than an eighth of the range in a channel: edges. */
  readonly sharpSteps: number;
  /** Different colours, as far as they were counted. */
  readonly colours: number;
  /** Share of the pixels that let something through. */
  readonly transparent: number;
}

/** Looks at a first frame, of a large one at every so manieth row. */
export function measureContent({ pixels, width, height, channels }: PictureFrames): PixelStatistics {
  const step = Math.max(1, Math.round((width * height) / enoughPixels));
  const colours = new Set<number>();
  let [visible, equal, sharp, different, transparent, seen] = [0, 0, 0, 0, 0, 0];
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      seen += 1;
      const alpha = channels === 4 ? (pixels[at + 3] ?? 255) : 255;
      if (alpha < 255) transparent += 1;
      if (alpha === 0) continue;
      if (colours.size < coloursCounted) colours.add(colourAt(pixels, at));
      if (x === 0) continue;
      visible += 1;
      const change = largestChange(pixels, at, channels);
      if (change === 0) equal += 1;
      else different += 1;
      if (change > 32) sharp += 1;
    }
  }
  return {
    pixels: width * height,
    equalLeft: visible === 0 ? 1 : equal / visible,
    sharpSteps: different === 0 ? 0 : sharp / different,
    colours: colours.size,
    transparent: transparent / seen,
  };
}

const enoughPixels = 500_000;
const coloursCounted = 1024;

const colourAt = (pixels: Uint8Array, at: number): number =>
  ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);

function largestChange(pixels: Uint8Array, at: number, channels: number): number {
  let largest = 0;
  for (let channel = 0; channel < channels; channel += 1) {
    const change = Math.abs((pixels[at + channel] ?? 0) - (pixels[at + channel - channels] ?? 0));
    if (change > largest) largest = change;
  }
  return largest;
}
