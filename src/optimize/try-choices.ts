import type { ImageFacts } from '../core/image-facts.js';
import type { KeepReason } from '../core/keep-reason.js';
import { compareFrames } from './compare-frames.js';
import { encodeImage } from './encode-image.js';
import type { EncodingPolicy } from './encoding-policy.js';
import type { EncodingChoices, EncodingTry, EncodingWay, QualitySearch } from './encoding-try.js';
import { findFault, maxBytes } from './find-fault.js';
import type { PictureSize } from './fitting-size.js';
import { nextQuality, type QualityScore } from './next-quality.js';
import { haveSameShape, type PictureFrames } from './pixels/picture-frames.js';
import { readPixels } from './pixels/read-pixels.js';
import { showsTheSame } from './shows-the-same.js';

/** A result that was made, and what became of it. */
export interface TriedEncoding {
  readonly attempt: EncodingTry;
  readonly bytes: number;
  /** SSIMULACRA 2, against the source as it is shown; absent where it was not compared. */
  readonly score?: number;
  /** Of one channel of one pixel, 0 to 255. */
  readonly largestError?: number;
  /** Why it could not be taken; a result without fault is taken unless another one is smaller. */
  readonly fault?: KeepReason;
}

/** The picture, and how its results are judged. */
export interface TryContext {
  readonly bytes: Uint8Array;
  readonly facts: ImageFacts;
  readonly policy: EncodingPolicy;
  /** Pixels to compare with; undefined: nothing is compared. */
  readonly source: PictureFrames | undefined;
  readonly size: PictureSize | undefined;
  readonly signal: AbortSignal;
}

interface MadeTry extends TriedEncoding {
  readonly encoded: Buffer;
}

export interface TriedChoices {
  /** In the order they were made. */
  readonly tries: readonly TriedEncoding[];
  /** Undefined where none was good enough. */
  readonly taken: MadeTry | undefined;
}

/** Makes what a choice names and takes its smallest result that has no fault; else goes on to the next choice. */
export async function tryChoices(context: TryContext, choices: EncodingChoices): Promise<TriedChoices> {
  const tries: TriedEncoding[] = [];
  for (const ways of choices) {
    let taken: MadeTry | undefined;
    for (const way of ways) {
      for (const made of await tryWay(context, way, taken?.bytes)) {
        const { encoded: _encoded, ...tried } = made;
        tries.push(tried);
        if (made.fault === undefined && made.bytes < (taken?.bytes ?? Number.POSITIVE_INFINITY)) taken = made;
      }
    }
    if (taken) return { tries, taken };
  }
  return { tries, taken: undefined };
}

/** @param toBeat bytes of a result that is good enough already: what is larger need not be compared */
function tryWay(context: TryContext, way: EncodingWay, toBeat: number | undefined): Promise<readonly MadeTry[]> {
  if (way.kind === 'searched') return searchQuality(context, way);
  return makeTry(context, way, way.attempt, toBeat).then((made) => [made]);
}

async function searchQuality(context: TryContext, search: QualitySearch): Promise<readonly MadeTry[]> {
  const made: MadeTry[] = [];
  const seen: QualityScore[] = [];
  const { target } = context.policy;
  for (;;) {
    const quality = nextQuality(search, seen, target);
    if (quality === undefined) return made;
    const last = await makeTry(context, search, { ...search.start, quality });
    made.push(last);
    if (last.score === undefined) return made;
    seen.push({ quality, score: last.fault === 'error-too-large' ? Math.min(last.score, target - 1) : last.score });
  }
}

async function makeTry(
  context: TryContext,
  way: EncodingWay,
  attempt: EncodingTry,
  toBeat = Number.POSITIVE_INFINITY,
): Promise<MadeTry> {
  const { bytes, facts, policy, size, signal } = context;
  const encoded = await encodeImage(bytes, facts, attempt, {
    signal,
    size,
    metadata: policy.metadata,
  });
  const isScaled = size !== undefined;
  const made = { attempt, bytes: encoded.length, encoded };
  const isWanted = encoded.length < toBeat && isWorthComparing(way, encoded.length, context);
  const compared = isWanted ? await compare(context, attempt, encoded) : { showsTheSame: true };
  const fault = findFault(way, { bytes: encoded.length, ...compared }, facts, policy, isScaled);
  const { showsTheSame: _showsTheSame, ...seen } = compared;
  return { ...made, ...seen, ...(fault ? { fault } : {}) };
}

/** A search learns from its larger results too: how much lower the quality may go. */
function isWorthComparing(way: EncodingWay, found: number, { facts, policy, size }: TryContext): boolean {
  const most = maxBytes(way, facts.bytes, policy, size !== undefined);
  return found <= (way.kind === 'searched' ? most * 1.6 : most);
}

async function compare(
  { facts, source, signal }: TryContext,
  { format }: EncodingTry,
  encoded: Buffer,
): Promise<{ showsTheSame: boolean; score?: number; largestError?: number }> {
  if (!showsTheSame(facts, format, encoded)) return { showsTheSame: false };
  if (source === undefined) return { showsTheSame: true };
  const result = await readPixels(encoded, { ...facts, format }, { signal });
  if (!haveSameShape(source, result)) return { showsTheSame: false };
  return { showsTheSame: true, ...compareFrames(source, result) };
}
