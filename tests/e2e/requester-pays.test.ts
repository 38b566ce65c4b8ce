import { describe, expect, it, onTestFinished } from 'vitest';
import { awsSignatureFault } from '../support/aws-signature.js';
import { startStandIn } from '../support/cdn/stand-in.js';
import { createTestSite } from '../support/migration.js';
import { onLoopback } from '../support/oss-bucket.js';
import { startOssServer } from '../support/oss-server.js';

const keys = { id: 'LTAIexampleid', secret: 'keep-this-secret' };
const ossEnv = { OSS_ACCESS_KEY_ID: keys.id, OSS_ACCESS_KEY_SECRET: keys.secret };
const awsEnv = { AWS_ACCESS_KEY_ID: keys.id, AWS_SECRET_ACCESS_KEY: keys.secret };

/** Someone else's bucket, whose readers pay. */
async function startOss(): Promise<string> {
  const buckets = [{ name: 'pics', region: 'cn-hangzhou', requesterPays: true }];
  const server = await startOssServer({ buckets, keys: { [keys.id]: keys.secret }, region: 'cn-hangzhou' });
  onTestFinished(() => server.close());
  server.seed('pics', 'blog/图.png', Buffer.from('bytes'));
  return `oss://pics/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
}

/** AWS, "Using Requester Pays buckets": 403 unless the header is there, and signed. One listing is all that it knows. */
async function startS3(): Promise<string> {
  const standIn = await startStandIn((request) => {
    const fault = awsSignatureFault(request, { ...keys, service: 's3', region: 'eu-west-1' });
    const code = fault ?? (request.headers['x-amz-request-payer'] === 'requester' ? undefined : 'AccessDenied');
    if (code !== undefined) return { status: 403, body: `<Error><Code>${code}</Code><Message>no</Message></Error>` };
    const object = '<Contents><Key>blog/图.png</Key><Size>5</Size><ETag>"x"</ETag></Contents>';
    return { status: 200, body: `<ListBucketResult><IsTruncated>false</IsTruncated>${object}</ListBucketResult>` };
  });
  onTestFinished(() => standIn.close());
  return `s3://pics/blog?region=eu-west-1&endpoint=${standIn.url}`;
}

describe('a bucket whose readers pay', { timeout: 60_000 }, () => {
  it.each([
    ['OSS', startOss, ossEnv],
    ['S3', startS3, awsEnv],
  ])('of %s is read by who agrees to, and by nobody else', async (_, start, env) => {
    const store = await start();
    const site = await createTestSite({ 'a.txt': '' });
    const refused = await site.run(['ls', store, ...onLoopback], env);
    expect([refused.code, refused.stdout + refused.stderr]).toEqual([2, expect.stringContaining('may not be listed')]);
    expect(refused.stdout + refused.stderr).toContain('requesterPays: true');
    const listed = await site.run(['ls', `${store}&requester-pays=true`, '--format', 'ndjson', ...onLoopback], env);
    expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining('图.png')]);
  });
});
