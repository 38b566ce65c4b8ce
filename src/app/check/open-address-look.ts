import { defaultMaxPixels } from '../../inspect/inspect-image.js';
import { createLimiter, type Limiter } from '../../lib/limiter.js';
import type { HttpClient } from '../../net/http-client.js';
import type { UseCaseContext } from '../context.js';
import { limitRequests } from './look/limit-requests.js';
import { createAddressLook, type LookAtAddress } from './look-at-address.js';

export interface AddressLookTools {
  readonly client: HttpClient;
  /** Around decoding; large pictures take several places. */
  readonly decode: Limiter;
}

/** The look at addresses that the settings ask for. */
export function openAddressLook(
  { client, decode }: AddressLookTools,
  { settings, now, emit }: UseCaseContext,
): LookAtAddress {
  return createAddressLook({
    client: limitRequests(client, createLimiter(settings.concurrency)),
    ...(settings.site === undefined ? {} : { site: settings.site }),
    deep: settings.depth === 'deep',
    maxBytes: settings.maxBytes,
    maxPixels: defaultMaxPixels,
    decode,
    timeLimit: settings.imageTimeout,
    now,
    emit,
  });
}
