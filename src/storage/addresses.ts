import { ImgferryError } from '../core/errors.js';
import { asObjectKey, decodeKey, encodeKey, type ObjectKey } from '../core/object-key.js';
import { ownText } from '../lib/own-text.js';
import { kindOf } from './store-kinds.js';
import type { StoreSettings } from './store-settings.js';

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
  const prefix = addressPrefix(settings);
  const written = settings.publicUrl === 'relative' ? undefined : settings.publicUrl;
  const derived = kindOf(settings).basesOf(settings);
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

/** What stands between a store's public base and a key, as an address has it. */
export const addressPrefix = (settings: StoreSettings): string => encodeKey(kindOf(settings).prefixOf(settings));

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
    return asObjectKey(ownText(asked.path.slice(place.path.length)));
  } catch (error) {
    if (error instanceof ImgferryError) return undefined; // `a//b` is no key of ours: to us it is an address like any other
    throw error;
  }
}
