import { isAnswer, isServed } from './edge-facts.js';
import type { Judges } from './judge.js';

/** What is true of all addresses of a host; told with the one that it was seen with. */
export const hostJudges: Judges = {
  'no-https': ({ host, url }) => {
    if (!url.startsWith('http:') || !host?.secure || isAnswer(host.secure)) return undefined;
    return { host: host.host, found: host.secure.reason ?? host.secure.error };
  },

  'http-not-redirected': ({ host, url, first }) => {
    const isSecure = url.startsWith('https:') ? isServed(first) : isServed(host?.secure);
    if (!isSecure || !isServed(host?.plain)) return undefined;
    return { host: host.host, status: host.plain.status };
  },

  'certificate-expiring': ({ host, first, url }, { certificateAge, now }) => {
    if ('error' in first && first.reason === 'CERT_HAS_EXPIRED')
      return { host: new URL(url).host, found: first.reason };
    const ends = host?.certificateEnds;
    if (host === undefined || ends === undefined || ends - now >= certificateAge) return undefined;
    return { host: host.host, ends: new Date(ends).toISOString() };
  },

  'origin-exposed': ({ host }) => {
    const origin = host?.origin;
    return origin && isServed(origin.answer) ? { origin: origin.url, status: origin.answer.status } : undefined;
  },
};
