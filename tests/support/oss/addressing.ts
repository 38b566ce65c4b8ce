import { isIP } from 'node:net';
import { ossErrors } from './oss-error.js';

/** What a request's Host and path name. */
export interface Address {
  readonly bucket: string | undefined;
  /** Decoded; empty for the bucket itself. */
  readonly key: string;
  /** The region that the Host names; undefined for an IP address or a custom domain. */
  readonly region: string | undefined;
  /** Reached by the provider's own domain (an IP address stands for it), not by a custom one. */
  readonly byDefaultDomain: boolean;
}

/**
 * Reads path-style addresses (`/BUCKET/KEY` where Host is an IP address or `localhost`), host-style ones (Host
 * `BUCKET.oss-REGION.aliyuncs.com`) and custom domains.
 *
 * @param cnames custom domain to bucket
 */
export function readAddress(host: string, path: string, cnames: Readonly<Record<string, string>>): Address {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const decoded = decodePath(path);
  const cname = cnames[name];
  if (cname !== undefined) return { bucket: cname, key: decoded, region: undefined, byDefaultDomain: false };
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || name === 'localhost') {
    const slash = decoded.indexOf('/');
    const bucket = slash === -1 ? decoded : decoded.slice(0, slash);
    const key = slash === -1 ? '' : decoded.slice(slash + 1);
    return { bucket: bucket === '' ? undefined : bucket, key, region: undefined, byDefaultDomain: true };
  }
  const [, bucket, region] = /^(?:([a-z0-9-]+)\.)?oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/.exec(name) ?? [];
  if (bucket === undefined) {
    if (region !== undefined && decoded === '') return { bucket, key: '', region, byDefaultDomain: true };
    throw ossErrors.secondLevelDomainForbidden();
  }
  return { bucket, key: decoded, region: region === 'accelerate' ? undefined : region, byDefaultDomain: true };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    throw ossErrors.invalidObjectName();
  }
}

/** Reads a query as forms are read: `+` is a space, no `=` is an empty value. */
export function readQuery(query: string): Map<string, string> {
  return new Map(new URLSearchParams(query));
}
