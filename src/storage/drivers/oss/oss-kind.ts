import type { StoreKind } from '../../store-kind.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { connectBucket, readBucketAddress } from '../bucket/bucket-kind.js';
import { parseOssStore } from './oss-settings.js';

/** A bucket of Alibaba Cloud OSS: `oss://BUCKET/PREFIX?region=…`. */
export const ossKind: StoreKind<OssStoreSettings> = {
  readAddress: readBucketAddress,
  parse: parseOssStore,
  idOf: ({ bucket, prefix }) => `oss://${bucket}/${prefix}`,
  prefixOf: ({ prefix }) => prefix,

  /** OSS, "Regions and endpoints": default, internal, accelerate, dual-stack. */
  basesOf({ bucket, region, access }) {
    const hosts = [
      `${bucket}.oss-${region}.aliyuncs.com`,
      `${bucket}.oss-${region}-internal.aliyuncs.com`,
      `${bucket}.oss-accelerate.aliyuncs.com`,
      `${bucket}.oss-accelerate-overseas.aliyuncs.com`,
      `${bucket}.${region}.oss.aliyuncs.com`,
    ];
    const own = access.style === 'path' ? `${access.origin}/${bucket}/` : `${access.origin}/`;
    return [own, ...hosts.map((host) => `https://${host}/`)];
  },

  accountOf: ({ bucket, credentials }) => ({ provider: 'oss', source: credentials, place: bucket, isOptional: false }),

  async open(settings, options) {
    const { createOssDriver } = await import('./oss-driver.js');
    const { publicUrl, limits = {} } = options;
    return createOssDriver({ ...connectBucket(settings, options), publicUrl, limits });
  },
};
