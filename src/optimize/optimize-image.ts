import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import type { KeepReason, PreparedReason } from '../core/keep-reason.js';
import { chooseEncoding } from './choose-encoding.js';
import { type Content, judgeContent } from './content/judge-content.js';
import { measureContent } from './content/measure-content.js';
import type { EncodingPolicy } from './encoding-policy.js';
import { fittingSize, type PictureSize, smallerSize } from './fitting-size.js';
import { hasOddProfile } from './has-odd-profile.js';
import { readPixels } from './pixels/read-pixels.js';
import { reasonToKeep } from './reason-to-keep.js';
import { stripMetadata } from './strip-metadata.js';
import { type TriedEncoding, tryChoices } from './try-choices.js';

export interface OptimizeOptions {
  readonly signal: AbortSignal;
  /** Shown by other sites beside a link: never AVIF. */
  readonly isShareCard?: boolean;
}

export interface OptimizedImage extends PictureSize {
  /** Undefined: the original bytes, untouched. */
  readonly bytes?: Buffer;
  readonly format: ImageFormat;
  readonly reason: PreparedReason;
  /** An encoder has decoded every pixel on the way; without it nothing has. */
  readonly wasDecoded: boolean;
  /** Every result that was made, in order. */
  readonly tries: readonly TriedEncoding[];
  /** What its pixels show, where they were looked at. */
  readonly content?: Content;
  /** Of the result that was taken, where it was compared. */
  readonly score?: number;
}

/**
 * Makes a picture smaller, or leaves it as it was: what saves too little, looks worse than asked for or shows something
 * else is thrown away. A place in the metadata of bytes that stay is cut out, unless optimizing is off or all metadata is
 * wanted.
 *
 * @throws ENCODE_FAILED as `encodeImage`
 */
export async function optimizeImage(
  bytes: Uint8Array,
  facts: ImageFacts,
  policy: EncodingPolicy,
  options: OptimizeOptions,
): Promise<OptimizedImage> {
  const seen = { ...options, hasOddProfile: profileDecides(facts, policy) && (await hasOddProfile(bytes, facts)) };
  let size = fittingSize(facts, policy);
  let last = await optimizeAt(size, bytes, facts, policy, seen);
  let result = last;
  const { maxImageBytes = Number.POSITIVE_INFINITY } = policy;
  for (let round = 0; round < mostRounds; round += 1) {
    const found = result.bytes?.length ?? bytes.length;
    const made = Math.min(...last.tries.map((tried) => tried.bytes));
    // what is drawn may grow when it is scaled: then it says more than the bytes that stay
    const likely = Number.isFinite(made) ? Math.max(found, made) : found;
    size = found > maxImageBytes ? smallerSize(size ?? facts, likely, maxImageBytes) : undefined;
    if (size === undefined || reasonToKeep(facts, policy, true)) return result;
    last = await optimizeAt(size, bytes, facts, policy, seen);
    result = { ...last, tries: [...result.tries, ...last.tries] };
  }
  return result;
}

/** Grey pictures and AVIF alone are chosen by it. */
const profileDecides = (facts: ImageFacts, policy: EncodingPolicy): boolean =>
  reasonToKeep(facts, policy, true) === undefined &&
  (facts.isGrey || policy.imageFormat === 'auto' || policy.imageFormat === 'avif');

/** Of scaling down until the bytes are few enough; bytes go with the pixels, so one or two are the rule. */
const mostRounds = 5;

async function optimizeAt(
  size: PictureSize | undefined,
  bytes: Uint8Array,
  facts: ImageFacts,
  policy: EncodingPolicy,
  options: OptimizeOptions & { readonly hasOddProfile: boolean },
): Promise<OptimizedImage> {
  const isScaled = size !== undefined;
  const { signal, isShareCard = false, hasOddProfile } = options;
  const reason = reasonToKeep(facts, policy, isScaled);
  if (reason) return keep(bytes, facts, policy, { reason, wasDecoded: false, tries: [] });
  const source = policy.effort === 'fast' ? undefined : await readPixels(bytes, facts, { signal, size });
  const content = source && judgeContent(measureContent(source));
  const found = { wasDecoded: source !== undefined, tries: [], ...(content ? { content } : {}) };
  const decision = chooseEncoding(facts, policy, {
    content: content?.kind,
    isShareCard,
    isScaled,
    hasOddProfile,
  });
  if (decision.kind === 'keep') return keep(bytes, facts, policy, { ...found, reason: decision.reason });
  const { tries, taken } = await tryChoices({ bytes, facts, policy, source, size, signal }, decision.choices);
  if (taken === undefined) {
    return keep(bytes, facts, policy, { ...found, reason: reasonOf(tries), wasDecoded: true, tries });
  }
  const { width, height } = size ?? facts;
  const { format } = taken.attempt;
  const score = taken.score === undefined ? {} : { score: taken.score };
  return {
    ...found,
    bytes: taken.encoded,
    format,
    width,
    height,
    reason: 'encoded',
    wasDecoded: true,
    tries,
    ...score,
  };
}

type Kept = Pick<OptimizedImage, 'reason' | 'wasDecoded' | 'tries' | 'content'>;

function keep(bytes: Uint8Array, facts: ImageFacts, { metadata }: EncodingPolicy, kept: Kept): OptimizedImage {
  const { format, width, height } = facts;
  const staysWhole = kept.reason === 'optimize-off' || metadata === 'all';
  const stripped = staysWhole ? undefined : stripMetadata(bytes, facts, metadata);
  if (stripped === undefined) return { ...kept, format, width, height };
  return { ...kept, bytes: stripped, format, width, height, reason: 'metadata-removed' };
}

/** Of several results that were not taken, the one that came closest says why: it was small enough. */
function reasonOf(tries: readonly TriedEncoding[]): KeepReason {
  return tries.find(({ fault }) => fault !== undefined && fault !== 'saves-too-little')?.fault ?? 'saves-too-little';
}
