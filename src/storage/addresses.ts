import { ImgferryError } from '../core/errors.js';
import { asObjectKey, decodeKey, encodeKey, type ObjectKey } from '../core/object-key.js';
import type { OssStoreSettings, S3StoreSettings, StoreSettings } from './store-settings.js';

/** Which addresses are a store's own. */
export interface StoreAddresses {
  /** Public prefixes, the store's own prefix in them, each ending in `/`; the written one first. */
  readonly prefixes: readonly string[];
  /** The address that is written; undefined where the store has no public base. */
  publicUrl(key: ObjectKey): string | undefined;
  /** The key that an address names, query and fragment ignored; undefined for foreign addresses. */
  keyOf(address: string): ObjectKey | undefined;
}

/**
 * Every public address that a store has or had: the written one, the configured ones, and the ones that follow from
 * bucket, region and endpoint, by http and https.
 * Recognised without regard to the scheme (`//host/…` too) and to how the path is percent-encoded.
 */
export function deriveAddresses(settings: StoreSettings): StoreAddresses {
  const prefix = settings.kind === 'file' ? '' : encodeKey(settings.prefix);
  const written = settings.publicUrl === 'relative' ? undefined : settings.publicUrl;
  const derived = derivedBases(settings);
  const bases = [...(written === undefined ? [] : [written]), ...settings.addresses, ...derived];
  const prefixes = [...new Set(bases.flatMap(withBothSchemes).map((base) => base + prefix))];
  const places = prefixes.map(placeOf).filter((place) => place !== undefined);
  places.sort((one, other) => other.path.length - one.path.length); // the longest prefix that fits is the store's
  return {
    prefixes,
    publicUrl: (key) => (written === undefined ? undefined : written + prefix + encodeKey(key)),
    keyOf: (address) => keyAmong(places, address),
  };
}

function derivedBases(settings: StoreSettings): readonly string[] {
  if (settings.kind === 'file') return [];
  return settings.kind === 'oss' ? ossBases(settings) : s3Bases(settings);
}

/** OSS, "Regions and endpoints": default, internal, accelerate, dual-stack. */
function ossBases({ bucket, region, access }: OssStoreSettings): readonly string[] {
  const hosts = [
    `${bucket}.oss-${region}.aliyuncs.com`,
    `${bucket}.oss-${region}-internal.aliyuncs.com`,
    `${bucket}.oss-accelerate.aliyuncs.com`,
    `${bucket}.oss-accelerate-overseas.aliyuncs.com`,
    `${bucket}.${region}.oss.aliyuncs.com`,
  ];
  const own = access.style === 'path' ? `${access.origin}/${bucket}/` : `${access.origin}/`;
  return [own, ...hosts.map((host) => `https://${host}/`)];
}

/** Both ways in which an endpoint names a bucket; of AWS also the endpoints of all regions, of both IPs and of edges. */
function s3Bases({ bucket, region, access, endpoint }: S3StoreSettings): readonly string[] {
  if (access.style === 'cname') return [`${access.origin}/`];
  const { protocol, host } = new URL(endpoint);
  const domain = /\.(amazonaws\.com(?:\.cn)?)$/.exec(host)?.[1];
  const others =
    domain === undefined
      ? []
      : [`s3.${region}.${domain}`, `s3-${region}.${domain}`, `s3.dualstack.${region}.${domain}`, `s3.${domain}`];
  const edges = domain === undefined ? [] : [`https://${bucket}.s3-accelerate.${domain}/`];
  const bases = [host, ...others].flatMap((one) => [
    `${protocol}//${bucket}.${one}/`,
    `${protocol}//${one}/${bucket}/`,
  ]);
  return [...bases.filter((base) => URL.canParse(base)), ...edges]; // no name stands below an IP address
}

/** The bucket whose own domain a host is, by the providers' way of naming them, as a store is written. */
export function bucketOfHost(host: string): string | undefined {
  const oss = /^([a-z0-9-]+)\.oss-([a-z]{2,}-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(host);
  if (oss) return `oss://${oss[1]}?region=${oss[2]}`;
  const s3 = /^([a-z0-9.-]+)\.s3[.-]([a-z]{2}-[a-z-]+-\d)\.amazonaws\.com$/.exec(host);
  return s3 ? `s3://${s3[1]}?region=${s3[2]}` : undefined;
}

function withBothSchemes(base: string): readonly string[] {
  if (base.startsWith('https:')) return [base, `http:${base.slice(6)}`];
  return base.startsWith('http:') ? [base, `https:${base.slice(5)}`] : [base];
}

/** Host (empty for a path from the site's root) and decoded path; the scheme does not count. */
interface Place {
  readonly host: string;
  readonly path: string;
}

function placeOf(address: string): Place | undefined {
  const isRooted = /^\/(?!\/)/.test(address);
  const absolute = isRooted ? `https://site.invalid${address}` : address.replace(/^\/\//, 'https://');
  if (!/^https?:/i.test(absolute) || !URL.canParse(absolute)) return undefined;
  const url = new URL(absolute);
  const path = decodeKey(url.pathname);
  return path === undefined ? undefined : { host: isRooted ? '' : hostOf(url), path };
}

/** `https://h:80/` and `http://h/` are the same host, as are their schemes' default ports. */
const hostOf = (url: URL): string => (url.port === '80' || url.port === '443' ? url.hostname : url.host);

function keyAmong(places: readonly Place[], address: string): ObjectKey | undefined {
  const asked = placeOf(address);
  if (!asked) return undefined;
  const place = places.find(({ host, path }) => host === asked.host && asked.path.startsWith(path));
  if (!place) return undefined;
  try {
    return asObjectKey(asked.path.slice(place.path.length));
  } catch (error) {
    if (error instanceof ImgferryError) return undefined; // `a//b` is no key of ours: to us it is an address like any other
    throw error;
  }
}
