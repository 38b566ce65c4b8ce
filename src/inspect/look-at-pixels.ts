import type { ImageFacts } from '../core/image-facts.js';
import type { Evidence, VerdictReason } from '../core/verdict.js';
import { isChangedByTextMode, showsWithoutEnd, withoutStrayBytes } from './browser/look-at-jpeg.js';
import { lookAtPng } from './browser/look-at-png.js';
import type { DecodeFault } from './decode-fault.js';
import { findDecodeFault } from './decode-image.js';

export interface PixelLook {
  readonly reasons: readonly VerdictReason[];
  readonly evidence: Evidence;
}

export interface PixelOptions {
  readonly signal: AbortSignal;
  readonly maxPixels: number;
}

/**
 * Looks at every pixel. The decoder speaks first, the strictest there is; where it finds something, or where it is
 * known not to look, what a browser would make of the bytes decides: readers see that.
 *
 * @param bytes the file as it is
 * @param decodable what to give the decoder
 */
export async function lookAtPixels(
  bytes: Uint8Array,
  decodable: Uint8Array,
  facts: ImageFacts,
  options: PixelOptions,
): Promise<PixelLook> {
  if (facts.format === 'gif') return fine; // its blocks were followed to the last code, of every frame
  const fault = await findDecodeFault(decodable, facts, options);
  if (facts.format === 'jpeg') return fault ? doubtJpeg(bytes, facts, fault, options) : trustJpeg(bytes);
  if (facts.format === 'png' && (fault || facts.isAnimatedPng)) return doubtPng(bytes, facts, fault, options);
  return fault ? { reasons: [fault.reason], evidence: fault.evidence } : fine;
}

const fine: PixelLook = { reasons: [], evidence: {} };

function trustJpeg(bytes: Uint8Array): PixelLook {
  return isChangedByTextMode(bytes) ? { reasons: ['undecodable'], evidence: { fault: 'text-mode' } } : fine;
}

async function doubtJpeg(
  bytes: Uint8Array,
  facts: ImageFacts,
  { reason, evidence }: DecodeFault,
  options: PixelOptions,
): Promise<PixelLook> {
  const harmless: PixelLook = { reasons: [], evidence };
  const harmful: PixelLook = { reasons: [reason], evidence };
  const words = String(evidence.decoder);
  if (/premature end of JPEG image/i.test(words)) {
    return showsWithoutEnd(bytes) ? { reasons: ['missing-trailer'], evidence } : harmful;
  }
  if (/Invalid SOS parameters|Inconsistent progression/i.test(words)) {
    return (await findDecodeFault(bytes, facts, { ...options, failOn: 'error' })) ? harmful : harmless;
  }
  const cleaned = /extraneous bytes/i.test(words) ? withoutStrayBytes(bytes) : undefined;
  return cleaned && !(await findDecodeFault(cleaned, facts, options)) ? harmless : harmful;
}

async function doubtPng(
  bytes: Uint8Array,
  facts: ImageFacts,
  decodeFault: DecodeFault | undefined,
  options: PixelOptions,
): Promise<PixelLook> {
  const { isFirstWhole, damagedFrames, fault } = await lookAtPng(bytes, options);
  const evidence: Evidence = {
    ...decodeFault?.evidence,
    ...(fault ? { fault } : {}),
    ...(damagedFrames > 0 ? { frames: facts.pages, damagedFrames } : {}),
  };
  if (!isFirstWhole) {
    const isCut = fault === 'chunk-cut' || fault === 'end-missing';
    // what is cut is told by its chunks: the decoder's last words differ from one run to the next
    return { reasons: [isCut ? 'truncated' : (decodeFault?.reason ?? 'undecodable')], evidence };
  }
  if (damagedFrames > 0) return { reasons: ['damaged-frames'], evidence };
  return { reasons: fault ? ['missing-trailer'] : [], evidence };
}
