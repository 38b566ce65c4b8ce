import type { PixelStatistics } from './measure-content.js';

/** What a picture shows, as far as encoders care. */
export interface Content extends PixelStatistics {
  /** Drawn by a machine: large areas of one colour, sharp edges; or taken by a camera. `doubtful` is tried as both. */
  readonly kind: 'flat' | 'photo' | 'doubtful';
  /** 0 to 1: how sure that is. */
  readonly confidence: number;
}

export type ContentKind = Content['kind'];

/**
 * Tells what a picture shows. On the sample, photographs have at most a fifth of their pixels equal to their left
 * neighbour, screenshots and drawings more than half; between them lie a photograph of a screen, a screenshot of a
 * photograph, and small icons.
 */
export function judgeContent(pixels: PixelStatistics): Content {
  const { equalLeft, colours } = pixels;
  if (colours <= fewColours) return { ...pixels, kind: 'flat', confidence: 1 };
  if (equalLeft >= flatFrom) return { ...pixels, kind: 'flat', confidence: confidenceOf(equalLeft - flatFrom) };
  if (equalLeft <= photoTo && !isSmall(pixels)) {
    return { ...pixels, kind: 'photo', confidence: confidenceOf(photoTo - equalLeft) };
  }
  return { ...pixels, kind: 'doubtful', confidence: 0 };
}

const flatFrom = 0.45;
const photoTo = 0.2;

/** What a GIF can hold. */
const fewColours = 256;

/** A tenth beyond the line is as good as certain. */
const confidenceOf = (distance: number): number => Math.min(1, 0.5 + distance * 5);

const isSmall = ({ pixels }: PixelStatistics): boolean => pixels < 64 * 64;
