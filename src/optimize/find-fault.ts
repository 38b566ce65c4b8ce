import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import type { EncodingPolicy } from './encoding-policy.js';
import type { EncodingWay } from './encoding-try.js';

/** What is known of a result. */
export interface ResultFacts {
  readonly bytes: number;
  /** The same size, frames, times and rounds; only a result that was decoded can tell. */
  readonly showsTheSame: boolean;
  /** Absent where it was not compared. */
  readonly score?: number;
  readonly largestError?: number;
}

/**
 * Why a result is not taken; undefined where it is. Cheap reasons come first, so that what is too large anyway need not
 * be compared.
 *
 * @param isScaled the picture was to be scaled down: then fewer bytes are enough
 */
export function findFault(
  way: EncodingWay,
  result: ResultFacts,
  facts: Pick<ImageFacts, 'bytes'>,
  policy: Pick<EncodingPolicy, 'target' | 'effort' | 'quality'>,
  isScaled: boolean,
): KeepReason | undefined {
  if (result.bytes > maxBytes(way, facts.bytes, policy, isScaled)) return 'saves-too-little';
  if (!result.showsTheSame) return 'animation';
  const { score, largestError } = result;
  if (score === undefined || largestError === undefined) return undefined;
  if (way.kind === 'exact') return largestError > 0 ? 'pixels-differ' : undefined;
  if (way.kind === 'unmeasured') return undefined;
  if (score < policy.target) return 'below-target';
  return largestError > way.maxError ? 'error-too-large' : undefined;
}

/**
 * What a result may have at most. What saves less is not worth another file; where it loses something, it must save
 * more, unless a person fixed the quality or nobody measures.
 */
export function maxBytes(
  way: EncodingWay,
  sourceBytes: number,
  { effort, quality }: Pick<EncodingPolicy, 'effort' | 'quality'>,
  isScaled: boolean,
): number {
  if (isScaled) return sourceBytes - 1;
  const isLossy = way.kind !== 'exact' && effort !== 'fast' && quality === undefined;
  return Math.floor(sourceBytes * (isLossy ? 0.9 : 0.95));
}
