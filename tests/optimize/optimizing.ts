import type { ImageFacts } from '../../src/core/image-facts.js';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import type { EncodingPolicy } from '../../src/optimize/encoding-policy.js';
import { type OptimizedImage, type OptimizeOptions, optimizeImage } from '../../src/optimize/optimize-image.js';
import { policyOf } from './picture-facts.js';

/** Facts of a picture that is whole. */
export async function factsOf(bytes: Uint8Array): Promise<ImageFacts> {
  const { facts } = await inspectImage({ bytes }, { signal: AbortSignal.timeout(60_000), deep: false });
  if (facts === undefined) throw new Error('no image');
  return facts;
}

/** What comes of a picture under a policy, by default `optimize`'s. */
export async function optimize(
  bytes: Buffer,
  policy: Partial<EncodingPolicy> = {},
  options: Partial<OptimizeOptions> = {},
): Promise<OptimizedImage> {
  const signal = AbortSignal.timeout(120_000);
  return optimizeImage(bytes, await factsOf(bytes), policyOf({ effort: 'balanced', ...policy }), {
    signal,
    ...options,
  });
}

/** The bytes that stand there afterwards. */
export const bytesAfter = (before: Buffer, { bytes }: OptimizedImage): Buffer => bytes ?? before;
