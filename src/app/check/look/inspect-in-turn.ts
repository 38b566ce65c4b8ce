import type { InspectInput, Inspection, InspectOptions } from '../../../inspect/inspect-image.js';
import { inspectImage } from '../../../inspect/inspect-image.js';
import { megapixelsOf } from '../../../inspect/megapixels-of.js';
import type { Limiter } from '../../../lib/limiter.js';

/** Inspects an image; to decode it takes places of the limit, which headers alone need none of. */
export async function inspectInTurn(
  input: Extract<InspectInput, { readonly bytes: Uint8Array }>,
  options: InspectOptions,
  decode: Limiter,
): Promise<Inspection> {
  if (!options.deep) return inspectImage(input, options);
  const weight = Math.ceil((await megapixelsOf(input.bytes)) / megapixelsToPlace);
  return decode(() => inspectImage(input, options), weight);
}

/** As when encoding: what is larger takes more than one place, so that large pictures do not meet. */
const megapixelsToPlace = 12;
