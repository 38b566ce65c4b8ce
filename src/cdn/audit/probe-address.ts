import type { EdgeAsker, RunningSum } from './ask-edge.js';
import { type AuditRules, type EdgeFacts, type HostFacts, isServed, type StoredFacts } from './edge-facts.js';
import { queryKindOf, withOtherQuery, withoutQuery } from './query-kind.js';

/** What browsers accept of pictures (Chromium), and what asks for the file as it was put there. */
const modern = {
  accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
};
const faithful = { accept: 'image/*,*/*;q=0.5', 'accept-encoding': 'identity' };

/** RFC 2606: another site than anybody's. */
const foreignSite = 'https://another-site.example/';

const redirects = 5;

export interface ProbeOptions {
  readonly rules: AuditRules;
  /** What the store has, and how it sums it. */
  readonly stored: StoredFacts | undefined;
  readonly createSum: (() => RunningSum) | undefined;
  readonly host: HostFacts | undefined;
  /** Part of a query that was never asked for. */
  readonly nonce: string;
}

/** Requests that an address takes at most; redirects are not counted. */
export function requestsFor(url: string, { site, cors }: Pick<AuditRules, 'site' | 'cors'>): number {
  const query = queryKindOf(url) === undefined ? 0 : 1;
  return 5 + (site === undefined ? 0 : 1) + (cors ? 1 : 0) + query;
}

/** Asks an address in every way that readers do: twice as it is, so that the second is a hit; then the others. */
export async function probeAddress(url: string, asker: EdgeAsker, options: ProbeOptions): Promise<EdgeFacts> {
  const { rules, stored, host, createSum, nonce } = options;
  const told = { url, stored, ...(host === undefined ? {} : { host }) };
  const ask = (headers: Readonly<Record<string, string>>) =>
    asker.ask({ url, headers: { ...faithful, ...headers }, follow: redirects });
  const first = await asker.askWhole({ url, headers: faithful, follow: redirects }, createSum?.());
  const hasSite = rules.site !== undefined;
  if (!isServed(first)) {
    const withoutReferer = hasSite ? await ask({ referer: '' }) : undefined;
    return { ...told, first, ...(withoutReferer ? { withoutReferer } : {}) };
  }
  const second = await ask({});
  const [other, withoutReferer, foreignReferer, range, cors, query] = await Promise.all([
    ask(modern),
    hasSite ? ask({ referer: '' }) : undefined,
    ask({ referer: foreignSite }),
    asker.askWhole({ url, headers: { ...faithful, range: 'bytes=0-0' }, follow: redirects }),
    rules.cors ? ask({ origin: new URL(rules.site ?? foreignSite).origin }) : undefined,
    askQuery(url, asker, nonce),
  ]);
  return {
    ...told,
    first,
    second,
    modern: other,
    ...(withoutReferer ? { withoutReferer } : {}),
    foreignReferer,
    range,
    ...(cors ? { cors } : {}),
    ...query,
  };
}

async function askQuery(
  url: string,
  asker: EdgeAsker,
  nonce: string,
): Promise<Pick<EdgeFacts, 'otherQuery' | 'withoutQuery'>> {
  const kind = queryKindOf(url);
  if (kind === undefined) return {};
  const question = { headers: faithful, follow: redirects };
  if (kind === 'processing') return { withoutQuery: await asker.askWhole({ ...question, url: withoutQuery(url) }) };
  return { otherQuery: await asker.askWhole({ ...question, url: withOtherQuery(url, nonce) }) };
}

/** Requests that a host takes at most. */
export const requestsForHost = 3;

/**
 * What there is to know of a host, asked once, with one of its addresses.
 *
 * @param origin the bucket's own address of the same object
 */
export async function probeHost(
  url: string,
  asker: EdgeAsker,
  {
    origin,
    inspectTls,
  }: {
    readonly origin: string | undefined;
    readonly inspectTls: (url: string) => Promise<{ readonly certificateEnds: number } | undefined>;
  },
): Promise<HostFacts> {
  const { host, port, protocol } = new URL(url);
  const otherWay = protocol === 'https:' ? `http:${url.slice(6)}` : `https:${url.slice(5)}`;
  const other = port === '' ? await asker.ask({ url: otherWay, headers: faithful }) : undefined;
  const secureUrl = protocol === 'https:' ? url : isServed(other) ? otherWay : undefined;
  const certificate = secureUrl === undefined ? undefined : await inspectTls(secureUrl).catch(() => undefined);
  const plain = protocol === 'http:' && port === '' ? await asker.ask({ url, headers: faithful }) : other;
  const answer =
    origin === undefined ? undefined : await asker.ask({ url: origin, headers: { ...faithful, referer: '' } });
  return {
    host,
    ...(plain && port === '' ? { plain } : {}),
    ...(protocol === 'http:' && other ? { secure: other } : {}),
    ...(certificate ? { certificateEnds: certificate.certificateEnds } : {}),
    ...(origin !== undefined && answer ? { origin: { url: origin, answer } } : {}),
  };
}
