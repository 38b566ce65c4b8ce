import type { AnsweredAddress } from '../core/observation.js';
import { type Evidence, type Verdict, verdictOf } from '../core/verdict.js';
import { expiryReason } from './judge-expiry.js';
import { newAddressOf, redirectEvidence } from './judge-redirects.js';

/** What hangs on the moment, or on the way to the image, and not on the image. */
const passing = new Set<string>(['expiring-soon', 'redirected']);

/** An earlier verdict on an image that did not change since: only what time and the way to it say is new. */
export function refreshVerdict(
  { reasons, evidence }: Verdict,
  answer: Pick<AnsweredAddress, 'redirects' | 'url'>,
  { url, now }: { readonly url: string; readonly now: number },
): Verdict {
  const { expires: _expires, location: _location, hops: _hops, ...lasting } = evidence;
  const expiry = expiryReason(url, now);
  const location = newAddressOf(answer);
  const fresh: Evidence = {
    ...redirectEvidence(answer.redirects),
    ...expiry.evidence,
    ...(location === undefined ? {} : { location }),
  };
  return verdictOf(
    [
      ...reasons.filter((reason) => !passing.has(reason)),
      ...expiry.reasons,
      ...(location === undefined ? [] : (['redirected'] as const)),
    ],
    { ...lasting, ...fresh },
  );
}
