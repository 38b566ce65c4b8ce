import {
  type AddressLookOptions,
  createAddressLook,
  type LookAtAddress,
} from '../../../src/app/check/look-at-address.js';
import { createWeightedLimiter } from '../../../src/lib/limiter.js';
import type { HttpClientOptions } from '../../../src/net/http-client.js';
import { openClient } from '../../net/client-kit.js';

export interface LookKit extends Partial<Omit<AddressLookOptions, 'client'>> {
  readonly client?: Partial<HttpClientOptions>;
}

/** A look whose client knows the same site and ends with its test; its times are short. */
export function openLook({ client = {}, ...options }: LookKit = {}): LookAtAddress {
  const site = options.site === undefined ? {} : { site: options.site };
  return createAddressLook({
    client: openClient({
      allowHosts: ['127.0.0.1'],
      timeouts: { connect: 2000, headers: 1500, body: 1500 },
      ...site,
      ...client,
    }),
    deep: true,
    maxBytes: 1024 * 1024,
    maxPixels: 1e7,
    decode: createWeightedLimiter(2),
    timeLimit: 2500,
    now: Date.now,
    emit: () => undefined,
    ...options,
  });
}
