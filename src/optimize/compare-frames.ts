import { frameOf, type PictureFrames } from './pixels/picture-frames.js';
import { comparePixels, type PixelComparison, worseOf } from './score/compare-pixels.js';

/** Compares pictures frame by frame, as they are seen at the same time; the worst frame counts. */
export function compareFrames(source: PictureFrames, result: PictureFrames): PixelComparison {
  let worst: PixelComparison = { score: 100, largestError: 0 };
  const { width, height, channels } = source;
  for (const [one, other] of pairFrames(source.delays, result.delays)) {
    const pair = { source: frameOf(source, one), result: frameOf(result, other), width, height, channels };
    if (pair.source.equals(pair.result)) continue;
    worst = worseOf(worst, comparePixels(pair));
  }
  return worst;
}

/**
 * Which frames are seen at the same time. Encoders join frames that are equal, so the fellow of a frame is the one that
 * is shown when it appears.
 *
 * @param delays ms, of each frame; none for a still
 */
export function pairFrames(
  source: readonly number[],
  result: readonly number[],
): readonly (readonly [number, number])[] {
  if (source.length === 0) return [[0, 0]];
  const ends = runningTotals(result);
  return [0, ...runningTotals(source).slice(0, -1)].map((start, index) => {
    const fellow = ends.findIndex((end) => end > start);
    return [index, fellow < 0 ? result.length - 1 : fellow];
  });
}

function runningTotals(delays: readonly number[]): readonly number[] {
  let total = 0;
  return delays.map((delay) => {
    total += delay;
    return total;
  });
}
