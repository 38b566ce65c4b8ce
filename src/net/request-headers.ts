import { validateHeaderName, validateHeaderValue } from 'node:http';
import { ImgferryError } from '../core/errors.js';

export type Headers = Readonly<Record<string, string>>;

/** How one host is asked. */
export interface HostPolicy {
  readonly headers?: Headers;
  /** An empty one: none is sent. */
  readonly referer?: string;
}

export interface HeaderPolicy {
  readonly userAgent: string;
  /** Address of the site that readers visit. */
  readonly site?: string;
  /** By `HOST` or `HOST:PORT`; the more exact one counts. */
  readonly hosts: Readonly<Record<string, HostPolicy>>;
}

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  /** The address that the caller asked for. */
  readonly first: URL;
  /** Headers that the caller gave; an empty Referer: none is sent, whatever is configured. */
  readonly given: Headers;
  /** An endpoint that the owner named: nothing is added that its signature doesn't know of. */
  readonly trusted: boolean;
}

export type HeadersFor = (hop: Hop) => Headers;

/**
 * Decides what a hop is told: the caller's headers, then what is configured for its host; Referer as a reader's browser
 * sends it. What was meant for one host never goes on to another, nor from https to http.
 *
 * @throws ImgferryError CONFIG_INVALID for a site that is no address or a header that can't be sent
 */
export function createHeadersFor(policy: HeaderPolicy): HeadersFor {
  const hosts = new Map(
    Object.entries(policy.hosts).map(([host, rules]) => [host.toLowerCase(), checked(host, rules)]),
  );
  const site = parseSite(policy.site);

  return ({ url, first, given, trusted }) => {
    const caller = url.origin === first.origin ? lowerCase(given) : pickHarmless(lowerCase(given));
    const base = { 'user-agent': policy.userAgent, ...caller };
    if (trusted) return base;
    const rules = hosts.get(url.host) ?? hosts.get(url.hostname);
    const isDowngraded = first.protocol === 'https:' && url.protocol === 'http:';
    const { referer, ...rest }: Record<string, string> = {
      ...credentialsIn(url),
      ...base,
      ...(isDowngraded ? {} : rules?.headers),
    };
    const told = referer === '' ? referer : (rules?.referer ?? referer ?? refererOf(url, site));
    return told === undefined || told === '' ? rest : { ...rest, referer: told };
  };
}

/** Say nothing about who asks, whoever reads them. */
const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'range',
  'referer',
  'user-agent',
]);

function pickHarmless(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}

function lowerCase(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** `https://name:password@host/`: Basic credentials (RFC 7617) for that host. */
function credentialsIn(url: URL): Headers {
  if (url.username === '' && url.password === '') return {};
  const pair = [url.username, url.password].map(decodeLeniently).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decodeLeniently(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());
}

/** Referrer Policy, `strict-origin-when-cross-origin`, browsers' default: to other origins only the site's origin. */
function refererOf(url: URL, site: URL | undefined): string | undefined {
  if (!site) return undefined;
  return url.origin === site.origin ? site.href : `${site.origin}/`;
}

function parseSite(site: string | undefined): URL | undefined {
  if (site === undefined || site === '') return undefined;
  if (!URL.canParse(site) || !/^https?:/i.test(site)) {
    throw new ImgferryError('CONFIG_INVALID', { path: 'site', found: site, expected: 'https://HOST/' });
  }
  const url = new URL(site);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function checked(host: string, rules: HostPolicy): HostPolicy {
  const headers = lowerCase(rules.headers ?? {});
  for (const [name, value] of Object.entries(headers)) checkHeader(`hosts.${host}.headers.${name}`, name, value);
  if (rules.referer !== undefined) checkHeader(`hosts.${host}.referer`, 'referer', rules.referer);
  return { ...rules, headers };
}

/** The value is not told: it may be a secret. */
function checkHeader(path: string, name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (error) {
    throw new ImgferryError('CONFIG_INVALID', { path, expected: 'a header that can be sent' }, { cause: error });
  }
}
