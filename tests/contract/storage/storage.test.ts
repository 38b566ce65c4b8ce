import { openLocalStore } from './local-store.js';
import { openOssStore } from './oss-store.js';
import { describeBucketDriver, describeStorageDriver } from './storage-contract.js';

describeStorageDriver('the local driver', openLocalStore);
describeBucketDriver('the OSS driver over a bucket in the path', () => openOssStore());
describeBucketDriver('the OSS driver over a custom domain and a prefix', () =>
  openOssStore({ style: 'cname', prefix: 'blog/图 1/' }),
);
describeBucketDriver('the OSS driver with V1 signatures and temporary keys', () =>
  openOssStore({ signing: 'v1', isTemporary: true, prefix: '图 1/' }),
);
