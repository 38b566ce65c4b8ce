import { isIP, isIPv4 } from 'node:net';

/** Why an address is none that the public internet routes to a web server; permanent, a fact of ADDRESS_BLOCKED. */
export type SpecialRange =
  | 'this-network'
  | 'private'
  | 'shared'
  | 'loopback'
  | 'link-local'
  | 'protocol-assignment'
  | 'documentation'
  | 'anycast-service'
  | 'relay'
  | 'benchmarking'
  | 'multicast'
  | 'reserved'
  | 'broadcast'
  | 'unspecified'
  | 'translation'
  | 'discard'
  | 'unique-local'
  | 'site-local'
  | 'not-allocated';

/**
 * The special range that an IP address lies in, undefined where it is public. An address that carries an IPv4 address
 * which the network unpacks (IPv4-mapped, NAT64's 64:ff9b::/96) is judged by that one.
 *
 * Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and what updates it), multicast (RFC 5771,
 * RFC 4291), and IPv6 Global Unicast (2000::/3: nothing outside of it is allocated). The registries' few globally
 * reachable entries (AS112, AMT, anycast services) are refused too: no picture is served there.
 */
export function specialRangeOf(address: string): SpecialRange | undefined {
  const family = isIP(address.replace(/%.*$/, ''));
  if (family === 0) return 'not-allocated';
  const bits = family === 4 ? parseIPv4(address) : parseIPv6(address);
  return family === 4 ? findRange(bits, specialIPv4) : specialRangeOfIPv6(bits);
}

/** One spelling for each address: IPv4 where an IPv6 address only maps one, else as URLs write it, without brackets. */
export function canonicalAddress(address: string): string {
  if (isIPv4(address)) return address;
  const bits = parseIPv6(address);
  return contains(mapped, bits) ? formatIPv4(bits & 0xffff_ffffn) : formatIPv6(address);
}

/** Whether an address lies in a range written as `ADDRESS/LENGTH`; false where either is malformed. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', length = ''] = range.split('/');
  const family = isIP(base);
  if (family === 0 || family !== isIP(address) || !/^\d{1,3}$/.test(length)) return false;
  if (Number(length) > widthOf(family)) return false;
  return contains(parseRange(range), family === 4 ? parseIPv4(address) : parseIPv6(address));
}

interface Range {
  readonly base: bigint;
  /** Bits below the prefix. */
  readonly free: bigint;
}

const specialIPv4 = table([
  ['0.0.0.0/8', 'this-network'], // RFC 791, 3.2
  ['10.0.0.0/8', 'private'], // RFC 1918
  ['100.64.0.0/10', 'shared'], // RFC 6598: carriers' NAT, cloud metadata services
  ['127.0.0.0/8', 'loopback'], // RFC 1122, 3.2.1.3
  ['169.254.0.0/16', 'link-local'], // RFC 3927: cloud metadata services
  ['172.16.0.0/12', 'private'], // RFC 1918
  ['192.0.0.0/24', 'protocol-assignment'], // RFC 6890, 2.1
  ['192.0.2.0/24', 'documentation'], // RFC 5737
  ['192.31.196.0/24', 'anycast-service'], // RFC 7535: AS112
  ['192.52.193.0/24', 'anycast-service'], // RFC 7450: AMT
  ['192.88.99.0/24', 'relay'], // RFC 7526: 6to4 relays, deprecated
  ['192.168.0.0/16', 'private'], // RFC 1918
  ['192.175.48.0/24', 'anycast-service'], // RFC 7534: AS112
  ['198.18.0.0/15', 'benchmarking'], // RFC 2544: also what local proxy tools give as fake addresses
  ['198.51.100.0/24', 'documentation'], // RFC 5737
  ['203.0.113.0/24', 'documentation'], // RFC 5737
  ['224.0.0.0/4', 'multicast'], // RFC 5771
  ['255.255.255.255/32', 'broadcast'], // RFC 8190
  ['240.0.0.0/4', 'reserved'], // RFC 1112, 4
]);

const specialIPv6 = table([
  ['::/128', 'unspecified'], // RFC 4291
  ['::1/128', 'loopback'], // RFC 4291
  ['::/96', 'reserved'], // RFC 4291, 2.5.5.1: IPv4-compatible, deprecated
  ['64:ff9b:1::/48', 'translation'], // RFC 8215: local NAT64
  ['100::/64', 'discard'], // RFC 6666
  ['100:0:0:1::/64', 'discard'], // RFC 9780
  ['2001::/23', 'protocol-assignment'], // RFC 2928: Teredo, benchmarking, ORCHID, DRIP and others
  ['2001:db8::/32', 'documentation'], // RFC 3849
  ['2002::/16', 'relay'], // RFC 3056: 6to4
  ['2620:4f:8000::/48', 'anycast-service'], // RFC 7534: AS112
  ['3fff::/20', 'documentation'], // RFC 9637
  ['5f00::/16', 'protocol-assignment'], // RFC 9602: SRv6 segment identifiers
  ['fc00::/7', 'unique-local'], // RFC 4193
  ['fe80::/10', 'link-local'], // RFC 4291
  ['fec0::/10', 'site-local'], // RFC 3879, deprecated
  ['ff00::/8', 'multicast'], // RFC 4291
]);

const mapped = parseRange('::ffff:0:0/96'); // RFC 4291, 2.5.5.2
const nat64 = parseRange('64:ff9b::/96'); // RFC 6052, 2.1
const globalUnicast = parseRange('2000::/3'); // RFC 4291, 2.4

function specialRangeOfIPv6(bits: bigint): SpecialRange | undefined {
  if (contains(mapped, bits) || contains(nat64, bits)) return findRange(bits & 0xffff_ffffn, specialIPv4);
  return findRange(bits, specialIPv6) ?? (contains(globalUnicast, bits) ? undefined : 'not-allocated');
}

function findRange(bits: bigint, ranges: readonly (Range & { name: SpecialRange })[]): SpecialRange | undefined {
  return ranges.find((range) => contains(range, bits))?.name;
}

function contains(range: Range, bits: bigint): boolean {
  return bits >> range.free === range.base >> range.free;
}

function table(rows: readonly (readonly [string, SpecialRange])[]): readonly (Range & { name: SpecialRange })[] {
  return rows.map(([range, name]) => ({ ...parseRange(range), name }));
}

function parseRange(text: string): Range {
  const [base = '', length = '0'] = text.split('/');
  const family = isIP(base);
  return { base: family === 4 ? parseIPv4(base) : parseIPv6(base), free: BigInt(widthOf(family) - Number(length)) };
}

function widthOf(family: number): number {
  return family === 4 ? 32 : 128;
}

/** @param text four decimal parts, as the URL parser and the resolver write them */
function parseIPv4(text: string): bigint {
  return text.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

/** @param text valid IPv6 (RFC 4291, 2.2), perhaps with a zone */
function parseIPv6(text: string): bigint {
  const [front = '', back] = hexParts(text).split('::');
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const first = groups(front);
  const last = back === undefined ? [] : groups(back);
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** Without its zone, and with dotted IPv4 at its end written as two groups. */
function hexParts(text: string): string {
  return text.replace(/%.*$/, '').replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const bits = parseIPv4(dotted);
    return `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
  });
}

function formatIPv4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
}

function formatIPv6(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
