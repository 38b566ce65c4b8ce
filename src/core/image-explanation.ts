import type { ImageFacts } from './image-facts.js';
import type { ImageFormat } from './image-format.js';
import type { PreparedReason } from './keep-reason.js';
import type { Verdict } from './verdict.js';

/** What an optimization makes of one picture, and why. */
export interface ImageExplanation {
  /** Path as it was given. */
  readonly file: string;
  /** Undefined for bytes that are no image. */
  readonly facts: ImageFacts | undefined;
  readonly verdict: Verdict;
  readonly content?: ExplainedContent;
  readonly tries: readonly ExplainedTry[];
  /** `encoded`, or why it is left as it is; undefined for an image that is broken. */
  readonly reason: PreparedReason | 'extension-lies' | undefined;
  readonly result?: ExplainedResult;
}

/** What its pixels show. */
export interface ExplainedContent {
  readonly kind: 'flat' | 'photo' | 'doubtful';
  /** 0 to 1. */
  readonly confidence: number;
  /** Share of the pixels that equal their left neighbour, 0 to 1. */
  readonly equalLeft: number;
}

export interface ExplainedTry {
  readonly format: ImageFormat;
  /** What the encoder was told, under its own names. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly bytes: number;
  /** SSIMULACRA 2, where it was compared. */
  readonly score?: number;
  /** Of one channel of one pixel, 0 to 255. */
  readonly largestError?: number;
  /** Why it could not be taken. */
  readonly fault?: PreparedReason;
  readonly isTaken: boolean;
}

/** What would take the picture's place. */
export interface ExplainedResult {
  readonly format: ImageFormat;
  readonly bytes: number;
  /** Pixels, as oriented. */
  readonly width: number;
  readonly height: number;
  readonly score?: number;
}
