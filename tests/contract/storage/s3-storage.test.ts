import { afterAll, beforeAll, describe } from 'vitest';
import { hasRadosgw, type Radosgw, startRadosgw } from '../../support/radosgw.js';
import { describeS3Driver } from './s3-driver.js';
import { openS3Store } from './s3-store.js';
import { describeBucketDriver } from './storage-contract.js';

describe.skipIf(!hasRadosgw)(`over Ceph’s gateway${hasRadosgw ? '' : ' (radosgw is not installed)'},`, () => {
  let gateway: Radosgw;

  beforeAll(async () => {
    gateway = await startRadosgw();
  }, 180_000);

  afterAll(() => gateway?.stop());

  describeBucketDriver('the S3 driver over a bucket in the path', () => openS3Store(gateway, { style: 'path' }));
  describeBucketDriver('the S3 driver over a bucket in the host and a prefix', () =>
    openS3Store(gateway, { style: 'host', prefix: 'blog/图 1/' }),
  );
  describeS3Driver(() => gateway);
});
