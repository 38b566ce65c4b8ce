import { invalidStore, parseOrigin } from '../../address-parts.js';
import type { S3StoreSettings, StoreConfig } from '../../store-settings.js';
import { bucketAccess, bucketSettings, isNameless, parseEndpoint } from '../bucket/bucket-settings.js';

/**
 * Checks an S3 store's fields and works out where its requests go. Endpoint: given, or AWS's of the region. Region:
 * given, or told by the endpoint of a provider that has it in the host name.
 *
 * @throws ImgferryError STORE_INVALID {store, field, found, expected}, STORE_HAS_SECRET {store, field}
 */
export function parseS3Store(name: string, config: StoreConfig): S3StoreSettings {
  const bucket = config.bucket ?? '';
  if (bucket !== '' && !isBucketName(bucket)) throw invalidStore(name, 'bucket', bucket, 's3-bucket-name');
  if (bucket === '') throw invalidStore(name, 'bucket', bucket, ['s3://BUCKET/PREFIX']);
  const region = regionOf(name, config);
  if (region === 'auto' && config.endpoint === undefined) {
    throw invalidStore(name, 'endpoint', '', ['https://ACCOUNT.r2.cloudflarestorage.com']);
  }
  const endpoint = parseEndpoint(name, config, bucket, awsEndpoint(region));
  const inPath = endpoint.protocol === 'https:' && bucket.includes('.'); // no certificate covers two levels of names
  const access = bucketAccess(name, config, { bucket, endpoint, inPath });
  const isAws = /\.amazonaws\.com(?:\.cn)?$/.test(endpoint.hostname);
  const publicUrl = isAws || access.style === 'cname' ? rootOf(access.origin, access.style, bucket) : undefined;
  const settings = bucketSettings(name, config, { bucket, region, access, publicUrl });
  return { kind: 's3', endpoint: endpoint.origin, ...settings };
}

/** AWS, "Bucket naming rules": 3 to 63 of lower-case letters, digits, hyphens and dots; no address of a machine. */
const isBucketName = (bucket: string): boolean =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
  !bucket.includes('..') &&
  !isNameless(new URL(`http://${bucket}.`.replace(/\.$/, '')));

const awsEndpoint = (region: string): string =>
  `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

const rootOf = (origin: string, style: 'host' | 'path' | 'cname', bucket: string): string =>
  style === 'path' ? `${origin}/${bucket}/` : `${origin}/`;

/** Hosts that name the region: AWS, Backblaze B2, Tencent COS, Qiniu Kodo, Huawei OBS. */
const regionalEndpoint =
  /(?:^|\.)(?:s3[.-](?:dualstack\.)?|cos\.|obs\.)([a-z]{2,}-[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|backblazeb2\.com|myqcloud\.com|qiniucs\.com|myhuaweicloud\.com)$/;

/** Signatures name the region, so it must be known. */
function regionOf(store: string, { region, endpoint }: StoreConfig): string {
  const host = endpoint === undefined ? '' : parseOrigin(store, 'endpoint', endpoint).hostname;
  const told = host.endsWith('.r2.cloudflarestorage.com') ? 'auto' : regionalEndpoint.exec(host)?.[1];
  const known = region ?? told;
  if (known === undefined || !/^[a-z0-9-]+$/.test(known)) {
    throw invalidStore(store, 'region', region ?? '', ['region=us-east-1', 'region=auto']);
  }
  return known;
}
