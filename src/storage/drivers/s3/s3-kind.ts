import type { StoreKind } from '../../store-kind.js';
import type { S3StoreSettings } from '../../store-settings.js';
import { connectBucket, readBucketAddress } from '../bucket/bucket-kind.js';
import { parseS3Store } from './s3-settings.js';

/** A bucket that speaks S3: `s3://BUCKET/PREFIX?region=…&endpoint=URL`. */
export const s3Kind: StoreKind<S3StoreSettings> = {
  readAddress: readBucketAddress,
  parse: parseS3Store,
  idOf: (settings) => `s3://${settings.bucket}/${settings.prefix}${providerOf(settings)}`,
  prefixOf: ({ prefix }) => prefix,

  /** Both ways in which an endpoint names a bucket; of AWS also the endpoints of all regions, of both IPs and of edges. */
  basesOf({ bucket, region, access, endpoint }) {
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
  },

  accountOf: ({ endpoint, bucket, credentials }) => ({
    provider: 's3',
    source: credentials,
    place: `${endpoint}/${bucket}`,
    isOptional: false,
  }),

  async open(settings, options) {
    const { createS3Driver } = await import('./s3-driver.js');
    const { publicUrl, limits = {} } = options;
    return createS3Driver({ ...connectBucket(settings, options), publicUrl, limits });
  },
};

/** AWS's buckets have one name in all the world; elsewhere a name is its provider's alone. */
function providerOf({ endpoint, access }: S3StoreSettings): string {
  const { host } = new URL(access.style === 'cname' ? access.origin : endpoint);
  return /\.amazonaws\.com(?:\.cn)?$/.test(host) ? '' : `?endpoint=${host}`;
}
