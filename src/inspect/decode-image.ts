import type { ImageFacts } from '../core/image-facts.js';
import type { Evidence, VerdictReason } from '../core/verdict.js';
import { createLimiter } from '../lib/limiter.js';
import { orientedSize } from './still-facts.js';

/** What a decoder could not accept. */
export interface DecodeFault {
  readonly reason: Extract<VerdictReason, 'truncated' | 'undecodable'>;
  readonly evidence: Evidence;
}

export interface DecodeOptions {
  readonly signal: AbortSignal;
  readonly maxPixels: number;
  /** `warning`, the strictest, by default. */
  readonly failOn?: 'warning' | 'error';
}

/**
 * Decodes every pixel and keeps none: of each frame only the last one is asked for, which cannot be had without those
 * before it. So a large picture costs its decoder's memory and not its own.
 *
 * @returns what is wrong; undefined where the decoder has not so much as a warning
 */
export async function findDecodeFault(
  bytes: Uint8Array,
  facts: ImageFacts,
  options: DecodeOptions,
): Promise<DecodeFault | undefined> {
  let fault = await decode(bytes, facts, options);
  for (let times = 0; fault && hasLostItsWords(fault) && times < mostRepeats; times += 1) {
    fault = await repeating(() => decode(bytes, facts, options));
  }
  return fault;
}

/** libvips keeps what it has to say in one place for all: where two pictures fail at once, one of them is left without. */
const hasLostItsWords = ({ evidence }: DecodeFault): boolean =>
  /^Warning treated as error/.test(String(evidence.decoder));

const mostRepeats = 8;

/** One after the other, so that they do not take each other's words again. */
const repeating = createLimiter(1);

async function decode(
  bytes: Uint8Array,
  facts: ImageFacts,
  { signal, maxPixels, failOn = 'warning' }: DecodeOptions,
): Promise<DecodeFault | undefined> {
  const { sharp } = await import('./configured-sharp.js');
  const hasFrames = facts.pages > 1 && !facts.isAnimatedPng;
  // side by side frames count together, so they are read one by one where they are too many
  const areFew = facts.width * facts.height * facts.pages <= maxPixels;
  const rounds = hasFrames && !areFew ? facts.pages : 1;
  try {
    for (let page = 0; page < rounds; page += 1) {
      signal.throwIfAborted();
      const input = { failOn, limitInputPixels: maxPixels, sequentialRead: true } as const;
      const image = sharp(bytes, rounds > 1 ? { ...input, page } : { ...input, animated: hasFrames });
      const { width, height, pageHeight = height } = storedSize(facts) ?? (await image.metadata());
      const lastPixel = image
        .extract({ left: width - 1, top: pageHeight - 1, width: 1, height: 1 })
        .timeout({ seconds: longestDecode })
        .raw()
        .toBuffer();
      await unlessAborted(lastPixel, signal);
    }
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && /^timeout: \d+%/.test(error.message)) throw error;
    return describeFault(error);
  }
}

/** A still's size before it is turned, where its header was read here: then the decoder need not read it first. */
function storedSize(facts: ImageFacts): { width: number; height: number; pageHeight?: number } | undefined {
  const { format, height, orientation, pages, width } = facts;
  const isRead = pages === 1 && (format === 'jpeg' || format === 'png' || format === 'webp');
  return isRead ? orientedSize(width, height, orientation) : undefined; // turned twice, as it stands
}

/** Seconds; a decode that nobody waits for any more holds its thread no longer than that. */
const longestDecode = 120;

/** A decoder does not stop in the middle; whoever waits for it may. */
async function unlessAborted(decoded: Promise<unknown>, signal: AbortSignal): Promise<void> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([decoded, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Tells a cut file from other damage by the decoder's own words. */
export function describeFault(error: unknown): DecodeFault {
  const decoder = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return { reason: isAboutTheEnd.test(decoder) ? 'truncated' : 'undecodable', evidence: { decoder } };
}

const isAboutTheEnd =
  /premature end|truncat|unexpected end|end of (?:file|input|stream)|read error|bad seek|short read/i;
