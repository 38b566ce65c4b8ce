import { hasImageExtension } from '../../core/image-format.js';

/** An address of a bucket that serves processed images: the original object's, and what asks for the processing. */
export interface ProcessedAddress {
  readonly original: string;
  /** `?x-oss-process=…` or `!style`, as it stands. */
  readonly suffix: string;
}

/**
 * Splits the processing off an address of Alibaba OSS (OSS, "Image processing": the parameter `x-oss-process`, or a
 * style's name after the separator `!`).
 *
 * @returns undefined for an address that asks for no processing
 */
export function splitProcessing(url: string): ProcessedAddress | undefined {
  const { search, searchParams } = new URL(url);
  const withoutQuery = url.slice(0, url.length - search.length);
  if (search !== '') {
    const isProcessing = [...searchParams.keys()].every((name) => name === 'x-oss-process');
    return isProcessing ? { original: withoutQuery, suffix: search } : undefined;
  }
  const [, original, style] = /^(.*)(![\w-]+)$/.exec(withoutQuery) ?? [];
  if (original === undefined || style === undefined || !hasImageExtension(original)) return undefined;
  return { original, suffix: style };
}
