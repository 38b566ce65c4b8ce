import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import type { PreparedReason } from '../core/keep-reason.js';
import { chooseEncoding, type EncodingPolicy, type EncodingTries } from './choose-encoding.js';
import { encodeImage } from './encode-image.js';
import { showsTheSame } from './shows-the-same.js';
import { stripMetadata } from './strip-metadata.js';

export interface OptimizedImage {
  /** Undefined: the original bytes, untouched. */
  readonly bytes?: Buffer;
  readonly format: ImageFormat;
  readonly reason: PreparedReason;
  /** An encoder has decoded every pixel on the way; without it nothing has. */
  readonly wasDecoded: boolean;
}

/**
 * Makes a picture smaller, or leaves it as it was: what is not at least 5 % smaller is thrown away. A place in the
 * metadata of bytes that stay is cut out, unless optimizing is off.
 *
 * @throws ENCODE_FAILED as `encodeImage`
 */
export async function optimizeImage(
  bytes: Uint8Array,
  facts: ImageFacts,
  policy: EncodingPolicy,
  { signal }: { readonly signal: AbortSignal },
): Promise<OptimizedImage> {
  const decision = chooseEncoding(facts, policy);
  if (decision.kind === 'keep') return keep(bytes, facts, decision.reason, false);
  const smallest = await encodeSmallest(bytes, facts, decision.tries, signal);
  if (smallest.bytes.length > decision.maxBytes) return keep(bytes, facts, 'saves-too-little', true);
  if (!showsTheSame(facts, smallest.format, smallest.bytes)) return keep(bytes, facts, 'animation', true);
  return { ...smallest, reason: 'encoded', wasDecoded: true };
}

function keep(bytes: Uint8Array, facts: ImageFacts, reason: PreparedReason, wasDecoded: boolean): OptimizedImage {
  const stripped = reason === 'optimize-off' ? undefined : stripMetadata(bytes, facts);
  return stripped === undefined
    ? { format: facts.format, reason, wasDecoded }
    : { bytes: stripped, format: facts.format, reason: 'metadata-removed', wasDecoded };
}

async function encodeSmallest(
  bytes: Uint8Array,
  facts: ImageFacts,
  tries: EncodingTries,
  signal: AbortSignal,
): Promise<{ readonly bytes: Buffer; readonly format: ImageFormat }> {
  const [first, ...others] = tries;
  let smallest = { bytes: await encodeImage(bytes, facts, first, { signal }), format: first.format };
  for (const attempt of others) {
    const encoded = await encodeImage(bytes, facts, attempt, { signal });
    if (encoded.length < smallest.bytes.length) smallest = { bytes: encoded, format: attempt.format };
  }
  return smallest;
}
