import type Sharp from 'sharp';

/**
 * The encoder, loaded when the first image needs it: loading takes longer than a short command. One thread a picture,
 * for pictures are what runs side by side (and AVIF's bytes differ with the number of threads); nothing is cached, for
 * no picture comes twice.
 */
export async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
