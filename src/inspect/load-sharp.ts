import type Sharp from 'sharp';

/**
 * The decoder, loaded when the first image needs it: loading takes longer than a short command. Each picture gets one
 * thread, for pictures are what runs side by side; nothing is cached, for no picture comes twice.
 */
export async function loadSharp(): Promise<typeof Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
