import { invalidStore, parseOrigin } from '../../address-parts.js';
import type { BucketAccess, OssStoreSettings, StoreConfig } from '../../store-settings.js';
import { bucketAccess, bucketSettings, parseEndpoint } from '../bucket/bucket-settings.js';

/**
 * Checks an OSS store's fields and works out where its requests go. Region: given, or told by a default endpoint.
 *
 * @throws ImgferryError STORE_INVALID {store, field, found, expected}, STORE_HAS_SECRET {store, field}
 */
export function parseOssStore(name: string, config: StoreConfig): OssStoreSettings {
  const bucket = config.bucket ?? '';
  if (bucket !== '' && !isBucketName(bucket)) throw invalidStore(name, 'bucket', bucket, 'oss-bucket-name');
  if (bucket === '') throw invalidStore(name, 'bucket', bucket, ['oss://BUCKET/PREFIX']);
  const region = regionOf(name, config);
  const endpoint = parseEndpoint(name, config, bucket, `oss-${region}.aliyuncs.com`);
  const access = bucketAccess(name, config, { bucket, endpoint, inPath: false });
  const publicUrl = defaultPublicUrl(access, { bucket, region });
  return {
    kind: 'oss',
    signing: signingOf(name, config),
    ...bucketSettings(name, config, { bucket, region, access, publicUrl }),
  };
}

function signingOf(store: string, { signing = 'v4' }: StoreConfig): OssStoreSettings['signing'] {
  if (signing !== 'v4' && signing !== 'v1') throw invalidStore(store, 'signing', signing, ['v4', 'v1']);
  return signing;
}

/** OSS, "Bucket naming conventions": 3 to 63 of lower-case letters, digits and hyphens, no hyphen at either end. */
const isBucketName = (bucket: string): boolean => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket);

const defaultEndpoint = /^(?:[a-z0-9-]+\.)?oss-([a-z]{2,}-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com$/;

/** V4 signatures name the region, so it must be known; `accelerate` endpoints don't tell it. */
function regionOf(store: string, { region, endpoint }: StoreConfig): string {
  const given = region?.replace(/^oss-/, '').replace(/-internal$/, '');
  const host = endpoint === undefined ? '' : parseOrigin(store, 'endpoint', endpoint).hostname;
  const told = given ?? defaultEndpoint.exec(/oss-accelerate/.test(host) ? '' : host)?.[1];
  if (told === undefined || !/^[a-z0-9-]+$/.test(told)) {
    throw invalidStore(store, 'region', region ?? '', ['region=cn-hangzhou']);
  }
  return told;
}

/** What is written where nothing is configured: the custom domain, else the default domain where there is one. */
function defaultPublicUrl(
  access: BucketAccess,
  { bucket, region }: { readonly bucket: string; readonly region: string },
): string | undefined {
  if (access.style === 'cname') return `${access.origin}/`;
  return access.origin.endsWith('.aliyuncs.com') ? `https://${bucket}.oss-${region}.aliyuncs.com/` : undefined;
}
