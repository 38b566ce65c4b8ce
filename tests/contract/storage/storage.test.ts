import { openLocalStore } from './local-store.js';
import { openOssStore } from './oss-store.js';
import { describeStorageDriver } from './storage-contract.js';

describeStorageDriver('the local driver', openLocalStore);
describeStorageDriver('the OSS driver over a bucket in the path', () => openOssStore());
describeStorageDriver('the OSS driver over a custom domain and a prefix', () =>
  openOssStore({ style: 'cname', prefix: 'blog/图 1/' }),
);
