import type { PictureSize } from '../fitting-size.js';

/** A picture's pixels as a browser shows them: upright, 8-bit sRGB, one frame below the other. */
export interface PictureFrames extends PictureSize {
  readonly pixels: Buffer;
  readonly channels: 3 | 4;
  readonly frames: number;
  /** ms as browsers show it, of each frame; empty for a still. */
  readonly delays: readonly number[];
}

/** The pixels of one frame, counted from 0. */
export function frameOf({ pixels, width, height, channels }: PictureFrames, frame: number): Buffer {
  const size = width * height * channels;
  return pixels.subarray(frame * size, (frame + 1) * size);
}

/** Whether two pictures have one size and, if they move, one length. */
export function haveSameShape(one: PictureFrames, other: PictureFrames): boolean {
  const length = ({ delays }: PictureFrames): number => delays.reduce((total, delay) => total + delay, 0);
  return one.width === other.width && one.height === other.height && length(one) === length(other);
}
