import { type EdgeAnswer, isAnswer, isServed } from './edge-facts.js';
import type { Judges } from './judge.js';

/** Who may see a picture, and which part of it. */
export const accessJudges: Judges = {
  'range-broken': ({ first, range }) => {
    if (!isServed(first) || first.size < 2 || !isAnswer(range)) return undefined;
    const { status, headers, size } = range;
    const header = headers['content-range'];
    if (status === 206) {
      if (size === 1 && /^bytes 0-0\//.test(header ?? '')) return undefined;
      return { status, bytes: size, header: header ?? 'nothing' };
    }
    // RFC 9110, 14.2: a server may ignore Range, unless it says that it doesn't
    const isPromised = /\bbytes\b/i.test(first.headers['accept-ranges'] ?? '');
    if (status === 200 && size === first.size && !isPromised) return undefined;
    return { status, bytes: size };
  },

  'cors-missing': ({ first, cors }, { site, cors: isWanted }) => {
    if (!isWanted || !isServed(first) || !isAnswer(cors)) return undefined;
    const allowed = cors.headers['access-control-allow-origin'];
    const origin = site === undefined ? undefined : new URL(site).origin;
    if (allowed === '*' || (origin !== undefined && allowed === origin)) return undefined;
    return { expected: origin ?? '*', found: allowed ?? 'nothing' };
  },

  'hotlink-open': ({ first, foreignReferer }, { hotlink }) => {
    if (hotlink !== 'closed' || !isServed(first) || !isServed(foreignReferer)) return undefined;
    return isSamePicture(first, foreignReferer) ? { status: foreignReferer.status } : undefined;
  },

  'hotlink-blocks-own': (facts, { site }) => {
    const { first, withoutReferer } = facts;
    if (site === undefined || isServed(first) || !isServed(withoutReferer)) return undefined;
    return { ...(isAnswer(first) ? { status: first.status } : {}), site };
  },
};

/** Some edges show strangers another picture in its place. */
function isSamePicture({ headers }: EdgeAnswer, { headers: other }: EdgeAnswer): boolean {
  return ['content-length', 'etag'].every((name) => headers[name] === other[name]);
}
