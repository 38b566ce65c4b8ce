import { onTestFinished } from 'vitest';
import { type OssServer, startOssServer } from './oss-server.js';

/** A bucket on loopback that the program is pointed at, and the keys that open it. */
export interface TestBucket {
  readonly server: OssServer;
  /** The store's address with a prefix; without one, the bucket's root. */
  storeAt(prefix?: string): string;
  readonly env: Readonly<Record<string, string>>;
}

export const onLoopback = ['--allow-host', '127.0.0.1'];

/** Starts a server with one empty bucket named `bucket`; it is gone when the test ends. */
export async function createBucket(): Promise<TestBucket> {
  const keys = { LTAIexampleid: 'keep-this-secret' };
  const region = 'cn-hangzhou';
  const server = await startOssServer({ buckets: [{ name: 'bucket', region }], keys, region });
  onTestFinished(() => server.close());
  return {
    server,
    storeAt: (prefix = '') => `oss://bucket/${prefix}?region=${region}&endpoint=${server.endpoint}`,
    env: { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' },
  };
}
