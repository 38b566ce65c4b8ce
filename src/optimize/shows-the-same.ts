import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import { riffChunks } from '../lib/formats/riff-chunks.js';

/**
 * Whether an animation that became WebP lasts as long and goes round as often as before. Its frames may be fewer: the
 * encoder joins those that are equal.
 */
export function showsTheSame(facts: ImageFacts, format: ImageFormat, encoded: Uint8Array): boolean {
  if (facts.pages === 1 || format !== 'webp') return true;
  const chunks = [...riffChunks(encoded)];
  const control = chunks.find((chunk) => chunk.type === 'ANIM');
  const duration = chunks
    .filter((chunk) => chunk.type === 'ANMF')
    .reduce((total, { data }) => total + ((data[12] ?? 0) | ((data[13] ?? 0) << 8) | ((data[14] ?? 0) << 16)), 0);
  const loop = (control?.data[4] ?? 0) | ((control?.data[5] ?? 0) << 8);
  return duration === facts.duration && loop === facts.loop;
}
