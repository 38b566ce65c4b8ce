import { isIP } from 'node:net';
import { ImgferryError } from '../core/errors.js';
import { isInRange, specialRangeOf } from './special-addresses.js';

/** What the environment says about proxies. */
export interface ProxySettings {
  /** For `http:` addresses; a scheme may be missing (curl's habit), then it is `http:`. */
  readonly http?: string;
  readonly https?: string;
  /** Hosts asked directly: `*`, names (with all below them), `HOST:PORT`, addresses and ranges; by comma or space. */
  readonly none?: string;
}

/** The proxy that an address is asked through, undefined where it is asked directly. */
export type ProxyFor = (url: URL) => URL | undefined;

/**
 * Loopback is never asked through a proxy: its loopback is another machine's.
 *
 * @throws ImgferryError CONFIG_INVALID for a proxy that is no address, or of a kind that isn't spoken
 */
export function createProxyFor(settings: ProxySettings): ProxyFor {
  const proxies = {
    'http:': parseProxy('HTTP_PROXY, ALL_PROXY', settings.http),
    'https:': parseProxy('HTTPS_PROXY, ALL_PROXY', settings.https),
  };
  const isDirect = createDirectRule(settings.none ?? '');
  return (url) => {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
    const proxy = proxies[url.protocol];
    return proxy && !isDirect(url) ? proxy : undefined;
  };
}

const schemes = ['http:', 'https:', 'socks5:', 'socks:', 'socks5h:'];

function parseProxy(path: string, text: string | undefined): URL | undefined {
  if (text === undefined || text === '') return undefined;
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (!url || url.hostname === '' || !schemes.includes(url.protocol)) {
    // what was found is not told: it may hold a password
    throw new ImgferryError('CONFIG_INVALID', {
      path,
      expected: schemes.map((scheme) => `${scheme}//HOST:PORT`),
      hint: 'proxy',
    });
  }
  return url.protocol === 'socks5h:' ? new URL(whole.replace(/^socks5h:/i, 'socks5:')) : url; // names go to the proxy anyway
}

function createDirectRule(none: string): (url: URL) => boolean {
  const entries = none.split(/[\s,]+/).filter((entry) => entry !== '');
  return (url) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    return isLoopback(host) || entries.some((entry) => matches(entry.toLowerCase(), host, port));
  };
}

function isLoopback(host: string): boolean {
  if (isIP(host) !== 0) return specialRangeOf(host) === 'loopback';
  return /(?:^|\.)localhost\.?$/.test(host);
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  const bare = entry.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare === host;
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(bare.replace(/^\*?\./, '')) ?? [];
  if (only !== undefined && only !== port) return false;
  const wanted = name.replace(/^\[|\]$/g, '');
  return host === wanted || (isIP(host) === 0 && host.endsWith(`.${wanted}`));
}
