import type { ImageFacts } from '../core/image-facts.js';
import { type DecodeFault, describeFault, withOwnWords } from './decode-fault.js';
import { orientedSize } from './still-facts.js';

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
  return unlessAborted(
    withOwnWords(() => decode(bytes, facts, options)),
    options.signal,
  );
}

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
      if (width < 1 || pageHeight < 1) return { reason: 'undecodable', evidence: { fault: 'bad-header' } };
      await image
        .extract({ left: width - 1, top: pageHeight - 1, width: 1, height: 1 })
        .timeout({ seconds: longestDecode })
        .raw()
        .toBuffer();
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
async function unlessAborted<Result>(decoded: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([decoded, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
