import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ImgferryError } from '../../core/errors.js';
import type { ImageFacts } from '../../core/image-facts.js';
import type { FetchedImage, PreparedImage, Stage } from '../../core/stage.js';
import { levelOf, type Verdict, type VerdictReason } from '../../core/verdict.js';
import { inspectImage } from '../../inspect/inspect-image.js';
import { digestOf } from '../../lib/digest.js';
import { encoderVersions } from '../../optimize/encoder-versions.js';
import { encodingFingerprint } from '../../optimize/encoding-fingerprint.js';
import type { EncodingPolicy } from '../../optimize/encoding-policy.js';
import { type OptimizedImage, optimizeImage } from '../../optimize/optimize-image.js';
import type { PrepareProcesses } from './prepare-processes.js';

/**
 * The stage between fetch and store: is it an image, is it whole, can it be smaller. The same bytes come out for the
 * same bytes, settings and library versions.
 *
 * Errors of `run`: IMAGE_BROKEN {reason, and what was seen}, ENCODE_FAILED {format, target}.
 */
export function createPrepareStage(
  policy: EncodingPolicy,
  { processes }: PrepareTools = {},
): Stage<FetchedImage, PreparedImage> {
  const isMeasured = policy.effort !== 'fast';
  return {
    name: 'prepare',
    fingerprint: encodingFingerprint(policy, encoderVersions()),
    run: (image, { signal }) =>
      isMeasured && processes ? processes.run({ image, policy }, signal) : prepareImage(image, policy, { signal }),
  };
}

export interface PrepareTools {
  /** Where what is measured is done; without them, in the calling process. */
  readonly processes?: PrepareProcesses | undefined;
}

interface PrepareOptions {
  readonly signal: AbortSignal;
}

/** Reads a picture, judges it, and makes it smaller where that is wanted; errors as the stage's. */
export async function prepareImage(
  image: FetchedImage,
  policy: EncodingPolicy,
  options: PrepareOptions,
): Promise<PreparedImage> {
  const { signal } = options;
  const bytes = await bytesOf(image, signal);
  const { verdict, facts, decodable } = await inspectImage({ bytes, ...typeOf(image) }, { signal, deep: false });
  if (isRefused(verdict) || facts === undefined) throw brokenImage(verdict);
  const optimized = await optimizeOrExplain(decodable ?? bytes, facts, policy, options);
  if (!optimized.wasDecoded) await provePixels(bytes, signal);
  const { format, reason, width, height } = optimized;
  const kept = optimized.bytes;
  return {
    digest: kept === undefined ? image.digest : digestOf(kept),
    size: kept === undefined ? image.size : kept.length,
    content: kept === undefined ? image.content : kept,
    format,
    width,
    height,
    reason,
  };
}

async function bytesOf({ content, size }: FetchedImage, signal: AbortSignal): Promise<Buffer> {
  if (Buffer.isBuffer(content)) return content;
  return size <= readAtOnce ? readFileSync(content.path) : readFile(content.path, { signal });
}

/** Bytes that were written a moment ago, or will be read in one: the threads' pool takes longer to be asked. */
const readAtOnce = 2 ** 20;

const typeOf = ({ contentType }: FetchedImage): { contentType?: string } =>
  contentType === undefined ? {} : { contentType };

/** An encode that failed says little; a decode alone tells whether the image is to blame. */
async function optimizeOrExplain(
  bytes: Uint8Array,
  facts: ImageFacts,
  policy: EncodingPolicy,
  options: PrepareOptions,
): Promise<OptimizedImage> {
  try {
    return await optimizeImage(bytes, facts, policy, options);
  } catch (error) {
    const { signal } = options;
    signal.throwIfAborted();
    if (error instanceof ImgferryError && error.code === 'ENCODE_FAILED') await provePixels(bytes, signal);
    throw error;
  }
}

/** @throws IMAGE_BROKEN where the pixels do not decode */
async function provePixels(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const { verdict } = await inspectImage({ bytes }, { signal, deep: true });
  if (isRefused(verdict)) throw brokenImage(verdict);
}

/** What readers see is not all that counts here: a format that browsers don't show is kept, lost frames are not. */
const isReasonToRefuse = (reason: VerdictReason): boolean =>
  reason === 'damaged-frames' || (reason !== 'not-for-browsers' && levelOf(reason) === 'broken');

const isRefused = ({ reasons }: Verdict): boolean => reasons.some(isReasonToRefuse);

function brokenImage({ reasons, evidence }: Verdict): ImgferryError {
  return new ImgferryError('IMAGE_BROKEN', { ...evidence, reason: reasons.find(isReasonToRefuse) ?? 'undecodable' });
}
