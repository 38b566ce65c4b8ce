import { availableParallelism } from 'node:os';
import type { EncodingSettings } from '../../config/settings.js';
import type { ImageContent } from '../../core/stage.js';
import { megapixelsOf } from '../../inspect/megapixels-of.js';
import { createWeightedLimiter, type Limiter } from '../../lib/limiter.js';

/** What keeps the pictures that are encoded at once within the memory that is meant for them. */
export interface EncodingRoom {
  readonly encode: Limiter;
  /** Places that encoding it takes. */
  readonly weightOf: (image: ImageContent) => Promise<number>;
}

/** What of the settings decides how much room encoding takes. */
export type WhatDecides = Pick<EncodingSettings, 'imageFormat' | 'effort'>;

/**
 * So many places as there are megabytes of pixels and encoders' work for each core; each picture takes what its header
 * says. Where nothing is measured, also no more pictures than keep the cores busy.
 */
export function createEncodingRoom(settings: WhatDecides): EncodingRoom {
  const isMeasured = settings.effort !== 'fast';
  const places = isMeasured ? megabytesACore * availableParallelism() : encodersAtOnce();
  const megapixelsToPlace = isMeasured ? 1 / megabytesAMegapixel(settings) : settings.imageFormat === 'avif' ? 3 : 12;
  return {
    encode: createWeightedLimiter(places),
    weightOf: async (image) => Math.max(1, Math.ceil((await megapixelsOf(image)) / megapixelsToPlace)),
  };
}

/** Encoders at once. Measured: with one for each core a tenth of the time is idle, a second spare one adds nothing. */
export const encodersAtOnce = (): number => availableParallelism() + 1;

const megabytesACore = 180;

/** Measured: AVIF and WebP without loss 32 to 40 MB, others 8, and 10 for the pixels that are compared. */
const megabytesAMegapixel = ({ imageFormat }: WhatDecides): number =>
  imageFormat === 'keep' || imageFormat === 'jpeg' ? 20 : 42;
