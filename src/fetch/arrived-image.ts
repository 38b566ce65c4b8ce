import type { FetchedImage } from '../core/stage.js';
import type { ShortContent, SpooledFile } from '../lib/spool.js';

/** What the spool received. */
export type Arrival = SpooledFile | ShortContent;

/** @param contentType as the server named it, if it did */
export function arrivedImage(arrival: Arrival, contentType: string | undefined): FetchedImage {
  const { digest, size } = arrival;
  const type = contentType === undefined ? {} : { contentType };
  if ('bytes' in arrival) return { digest, size, content: arrival.bytes, ...type };
  return { digest, size, content: { path: arrival.path }, isSpooled: true, ...type };
}
