import type { Evidence, VerdictReason } from '../core/verdict.js';
import { createWeightedLimiter } from '../lib/limiter.js';

/** What a decoder could not accept. */
export interface DecodeFault {
  readonly reason: Extract<VerdictReason, 'truncated' | 'undecodable'>;
  readonly evidence: Evidence;
}

/**
 * Gives a decoder's fault the decoder's own words. libvips keeps what it has to say in one place for all: of two pictures
 * that fail side by side one has the words of the other, or none. So what fails is decoded once more with no other beside it.
 */
export async function withOwnWords<Result>(decode: () => Promise<Result | DecodeFault>): Promise<Result | DecodeFault> {
  let result = await decoders(decode);
  if (!isFault(result)) return result;
  for (let times = 0; times < mostRepeats; times += 1) {
    result = await decoders(decode, allDecoders);
    if (!isFault(result) || !hasLostItsWords(result)) return result;
  }
  return result;
}

const allDecoders = 1024;
const decoders = createWeightedLimiter(allDecoders);

const isFault = (result: unknown): result is DecodeFault =>
  typeof result === 'object' && result !== null && 'reason' in result;

/** Somebody else who uses libvips, an encoder, took them. */
const hasLostItsWords = ({ evidence }: DecodeFault): boolean =>
  /^Warning treated as error/.test(String(evidence.decoder));

const mostRepeats = 8;

/** Tells a cut file from other damage by the decoder's own words. */
export function describeFault(error: unknown): DecodeFault {
  const decoder = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return { reason: isAboutTheEnd.test(decoder) ? 'truncated' : 'undecodable', evidence: { decoder } };
}

const isAboutTheEnd =
  /premature end|truncat|unexpected end|end of (?:file|input|stream)|read error|bad seek|short read/i;
