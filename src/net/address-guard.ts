import { isIP, isIPv6 } from 'node:net';
import { ImgferryError } from '../core/errors.js';
import { shownUrl } from './shown-url.js';
import { canonicalAddress, specialRangeOf } from './special-addresses.js';

/** Refuses requests that would reach into the machine's own network. Decides; connects to nothing. */
export interface AddressGuard {
  /**
   * Judges what can be told from the address alone: IP literals, in whatever spelling (the URL parser has made them
   * one), and with `byName` the names that only exist in a private network.
   *
   * @param byName nobody here will see the address that the name resolves to (a proxy resolves it)
   * @throws ImgferryError ADDRESS_BLOCKED
   */
  checkUrl(url: URL, options: { readonly byName: boolean }): void;
  /** The refusal that a resolved address deserves; undefined where it may be connected to. */
  refusalOf(url: URL, address: string): ImgferryError | undefined;
}

/**
 * @param allowHosts `HOST` or `HOST:PORT` (without a port: all of them), the host as the URL writes it or its IP
 *   address, IPv6 with or without brackets
 * @throws ImgferryError CONFIG_INVALID for an entry that names no host
 */
export function createAddressGuard(allowHosts: readonly string[]): AddressGuard {
  const allowed = new Set(allowHosts.map(parseEntry));
  const isAllowed = (host: string, port: string): boolean => allowed.has(host) || allowed.has(`${host} ${port}`);

  function refusalOf(url: URL, address: string): ImgferryError | undefined {
    const range = specialRangeOf(address);
    if (range === undefined || isAllowed(hostOf(url), portOf(url))) return undefined;
    if (isAllowed(canonicalAddress(address), portOf(url))) return undefined;
    return blocked(url, { address, hint: range });
  }

  return {
    refusalOf,
    checkUrl(url, { byName }) {
      const host = hostOf(url);
      const refusal = isIP(host) === 0 ? refusalOfName(url, host, byName) : refusalOf(url, host);
      if (refusal) throw refusal;
    },
  };

  function refusalOfName(url: URL, host: string, byName: boolean): ImgferryError | undefined {
    if (!byName || !isPrivateName(host) || isAllowed(host, portOf(url))) return undefined;
    return blocked(url, { hint: 'private-name' });
  }
}

function blocked(url: URL, facts: { readonly address?: string; readonly hint: string }): ImgferryError {
  return new ImgferryError('ADDRESS_BLOCKED', { url: shownUrl(url), host: url.host, ...facts });
}

/** RFC 6761 (localhost), RFC 6762 (local), RFC 8375 (home.arpa), ICANN 2024 (internal), and names without a dot. */
const privateName = /^[^.]+\.?$|(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/;

/** Whether a name exists in private networks alone. */
export function isPrivateName(host: string): boolean {
  return privateName.test(host);
}

/** Without brackets, IPv4 where it is one in disguise. */
function hostOf(url: URL): string {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIPv6(host) ? canonicalAddress(host) : host;
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}

/** `host` or `host port`, the host as `hostOf` writes it. */
function parseEntry(entry: string): string {
  const bare = isIPv6(entry) ? `[${entry}]` : entry;
  const port = /:(\d{1,5})$/.exec(bare.replace(/^\[[^\]]*\]/, ''))?.[1];
  const host = port === undefined ? bare : bare.slice(0, -port.length - 1);
  if (host === '' || Number(port ?? 0) > 65_535 || /[/?#@*\\]/.test(host) || !URL.canParse(`http://${host}`)) {
    throw new ImgferryError('CONFIG_INVALID', {
      path: '--allow-host, allowHosts',
      found: entry,
      expected: 'HOST or HOST:PORT',
    });
  }
  const name = hostOf(new URL(`http://${host}`));
  return port === undefined ? name : `${name} ${Number(port)}`;
}
