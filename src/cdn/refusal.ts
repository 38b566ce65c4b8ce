import type { CdnProviderName } from '../core/cdn.js';
import { type ErrorFacts, ImgferryError } from '../core/errors.js';
import { parseRetryAfter } from '../net/retry-after.js';
import type { ProviderAnswer } from './connection.js';

/** What a provider's refusal means for who goes on. */
export type RefusalKind = 'throttled' | 'quota' | 'access' | 'batch-size' | 'refused';

const codes = {
  throttled: 'CDN_THROTTLED',
  quota: 'CDN_QUOTA_EXCEEDED',
  access: 'CDN_ACCESS_DENIED',
  'batch-size': 'CDN_REFUSED',
  refused: 'CDN_REFUSED',
} as const;

/**
 * An answer that says no, as an error.
 *
 * @param facts `found` is the provider's own code, `detail` its words
 * @param now epoch ms
 */
export function refusal(
  kind: RefusalKind,
  { status, headers, text }: ProviderAnswer,
  facts: ErrorFacts & { readonly provider: CdnProviderName; readonly found: string },
  now: number,
): ImgferryError {
  const retryAfter = kind === 'throttled' ? parseRetryAfter(headers['retry-after'], now) : undefined;
  return new ImgferryError(
    codes[kind],
    {
      ...facts,
      status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(kind === 'batch-size' ? { hint: 'batch-size' } : {}),
    },
    { cause: new Error(text.slice(0, 500)) },
  );
}

/** What most statuses mean, where the provider's own code says no more. */
export function kindOfStatus(status: number): RefusalKind {
  if (status === 429 || status >= 500) return 'throttled';
  if (status === 401 || status === 403) return 'access';
  return status === 413 ? 'batch-size' : 'refused';
}
