import type { BucketOfAccount } from '../../core/tool-account.js';

/** What tools write of a bucket, as text; empty is not there. */
export interface BucketFields {
  readonly name?: string | undefined;
  readonly prefix?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly isPathStyle?: boolean | undefined;
}

/** The same as a store takes it: an OSS endpoint is its region, a prefix has no slash at its ends nor a template in it. */
export function readBucketFields(provider: 'oss' | 's3', fields: BucketFields): BucketOfAccount {
  const endpoint = fields.endpoint?.replace(/\/+$/, '');
  const region = regionOf(provider, fields.region) ?? regionOf(provider, endpoint);
  const isKnown = provider === 'oss' && region !== undefined;
  const prefix = fields.prefix?.replace(/[^/]*\{.*$/s, '').replace(/^\/+|\/+$/g, '');
  const publicUrl = withScheme(fields.publicUrl?.replace(/\/*$/, '/'));
  return {
    ...(fields.name ? { name: fields.name } : {}),
    ...(prefix ? { prefix } : {}),
    ...(region ? { region } : {}),
    ...(endpoint && !isKnown ? { endpoint: withScheme(endpoint) } : {}),
    ...(fields.isPathStyle ? { isPathStyle: true } : {}),
    ...(publicUrl && publicUrl !== 'https:///' ? { publicUrl } : {}),
  };
}

/** `oss-cn-hangzhou`, `oss-cn-hangzhou-internal.aliyuncs.com` and `cn-hangzhou` are one region. */
function regionOf(provider: 'oss' | 's3', text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (provider === 's3') return /[./]/.test(text) ? undefined : text;
  const host = text.replace(/^[a-z]+:\/\//i, '');
  const inHost = /^oss-([a-z]+-[a-z0-9-]+?)(?:-internal)?(?:\.aliyuncs\.com)?$/i.exec(host)?.[1];
  return inHost ?? (/^[a-z]+-[a-z0-9-]+$/i.test(host) ? host : undefined);
}

function withScheme(address: string): string;
function withScheme(address: string | undefined): string | undefined;
function withScheme(address: string | undefined): string | undefined {
  return address === undefined || /^https?:\/\//i.test(address) ? address : `https://${address.replace(/^\/+/, '')}`;
}
