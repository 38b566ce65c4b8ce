import type { ImageFacts } from '../../src/core/image-facts.js';
import { stillFacts } from '../../src/inspect/still-facts.js';
import type { EncodingPolicy } from '../../src/optimize/encoding-policy.js';

/** An ordinary PNG, and what is different about this one. */
export const pictureFacts = (changes: Partial<ImageFacts> = {}): ImageFacts => ({
  ...stillFacts('png', 100_000),
  width: 800,
  height: 600,
  ...changes,
});

export const jpegFacts = (quality: number, subsampling: '4:4:4' | '4:2:0' = '4:2:0'): Partial<ImageFacts> => ({
  format: 'jpeg',
  isLossy: true,
  jpeg: { quality, subsampling, isProgressive: false },
});

export const gifFacts: Partial<ImageFacts> = { format: 'gif', pages: 10, duration: 1000, loop: 0 };

/** What `migrate` asks for, and what is different about this policy. */
export const policyOf = (changes: Partial<EncodingPolicy> = {}): EncodingPolicy => ({
  optimize: 'auto',
  imageFormat: 'keep',
  effort: 'fast',
  target: 80,
  allowFormats: [],
  metadata: 'copyright',
  ...changes,
});
