import { isIP } from 'node:net';
import { normalizePrefix, normalizePublicBase, parseOrigin } from '../../address-parts.js';
import type { BucketAccess, BucketStoreSettings, StoreConfig } from '../../store-settings.js';

/** What a provider's own fields told of a bucket. */
export interface BucketPlace {
  readonly bucket: string;
  readonly region: string;
  readonly access: BucketAccess;
  /** The address that is written where none is configured. */
  readonly publicUrl: string | undefined;
}

/**
 * The fields that every bucket has, checked.
 *
 * @throws ImgferryError STORE_INVALID {store, field, found, expected}, STORE_HAS_SECRET {store, field}
 */
export function bucketSettings(
  name: string,
  config: StoreConfig,
  { publicUrl, ...place }: BucketPlace,
): Omit<BucketStoreSettings, 'kind' | 'endpoint'> {
  return {
    name,
    ...place,
    prefix: normalizePrefix(name, config.prefix ?? ''),
    publicUrl: config.publicUrl === undefined ? publicUrl : normalizePublicBase(name, 'publicUrl', config.publicUrl),
    addresses: (config.addresses ?? []).map((address) => normalizePublicBase(name, 'addresses', address)),
    requesterPays: config.requesterPays ?? false,
    credentials: config.credentials,
    headers: config.headers ?? {},
  };
}

/** The endpoint that a configuration names, or the provider's; a bucket that leads its host name is taken off. */
export function parseEndpoint(store: string, { endpoint }: StoreConfig, bucket: string, byDefault: string): URL {
  const url = parseOrigin(store, 'endpoint', endpoint ?? byDefault);
  if (url.hostname.startsWith(`${bucket}.`)) url.hostname = url.hostname.slice(bucket.length + 1);
  return url;
}

/**
 * Where a bucket's requests go: to a custom domain; else by the path of the endpoint, where that was asked for, the
 * endpoint has no names below it, or `inPath` says that the bucket can't be in one; else to a host of its own.
 */
export function bucketAccess(
  store: string,
  { cname, pathStyle }: StoreConfig,
  { bucket, endpoint, inPath }: { readonly bucket: string; readonly endpoint: URL; readonly inPath: boolean },
): BucketAccess {
  if (cname !== undefined) return { style: 'cname', origin: parseOrigin(store, 'cname', cname).origin };
  if (pathStyle ?? (inPath || isNameless(endpoint))) return { style: 'path', origin: endpoint.origin };
  const own = new URL(endpoint);
  own.hostname = `${bucket}.${endpoint.hostname}`;
  return { style: 'host', origin: own.origin };
}

/** Whether no name can stand below a host. */
export function isNameless({ hostname }: URL): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 || hostname === 'localhost';
}

/** The address of a bucket's root, as requests have it. */
export function bucketUrl({ access, bucket }: Pick<BucketStoreSettings, 'access' | 'bucket'>): string {
  return access.style === 'path' ? `${access.origin}/${bucket}/` : `${access.origin}/`;
}
