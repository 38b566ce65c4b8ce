import { AwsV4Signer } from 'aws4fetch';
import { describe, expect, it } from 'vitest';
import { createS3Signer } from '../../../src/storage/drivers/s3/sign-s3.js';
import { parseStore } from '../../../src/storage/store-name.js';
import type { S3StoreSettings } from '../../../src/storage/store-settings.js';

/** AWS, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk", examples. */
const keys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  accessKeySecret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  from: { kind: 'env', name: 'AWS_ACCESS_KEY_ID' },
} as const;
const at = Date.UTC(2013, 4, 24);
const { signal } = new AbortController();

function settingsOf(name: string): S3StoreSettings {
  const settings = parseStore(name, {});
  if (settings.kind !== 's3') throw new Error('an S3 store was named');
  return settings;
}

const sign = createS3Signer(settingsOf('s3://examplebucket?region=us-east-1&endpoint=https://s3.amazonaws.com'));

describe('createS3Signer', () => {
  it.each([
    [
      'GET Object',
      { method: 'GET', key: 'test.txt', headers: { range: 'bytes=0-9' } },
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT Object',
      {
        method: 'PUT',
        key: 'test$file.text',
        headers: {
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
          'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        },
      },
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET Bucket Lifecycle',
      { method: 'GET', query: { lifecycle: '' } },
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'Get Bucket (List Objects)',
      { method: 'GET', query: { 'max-keys': '2', prefix: 'J' } },
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ] as const)('gives the signature that AWS published for %s', async (_, request, signature) => {
    const { headers } = await sign({ ...request, signal }, { keys, at });
    expect(headers.authorization).toContain(
      'Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=',
    );
    expect(headers.authorization).toMatch(new RegExp(`, Signature=${signature}$`));
  });

  it.each(['plain.png', '图片/截图 1.png', "a+b%20c#d?e&f=g'(h)*!~.png", '🚢/é/é.png', '%2e%2e/%2F.png'])(
    'signs the key %j as another implementation does',
    async (key) => {
      const given = { 'content-type': 'image/png', 'x-amz-meta-a': ' b   c ', 'content-length': '5' };
      const query = { 'list-type': '2', prefix: "a/b c+'图", 'continuation-token': 'x+/=', Zed: '', uploads: '' };
      const { url, headers } = await sign({ method: 'PUT', key, query, headers: given, signal }, { keys, at });
      const { authorization, ...sent } = headers;
      const other = await new AwsV4Signer({
        url,
        method: 'PUT',
        headers: { ...given, 'x-amz-content-sha256': sent['x-amz-content-sha256'] ?? '' },
        accessKeyId: keys.accessKeyId,
        secretAccessKey: keys.accessKeySecret,
        service: 's3',
        region: 'us-east-1',
        datetime: '20130524T000000Z',
        allHeaders: true,
      }).sign();
      expect(authorization).toBe(other.headers.get('authorization'));
      expect(sent['x-amz-date']).toBe('20130524T000000Z');
    },
  );

  it('sends the key below the prefix, encoded once, to the host or the path', async () => {
    const request = { method: 'GET', key: "图/a+b%20 #?&='(1)*!~.png", query: { a: 'x/y z+' }, signal } as const;
    const encoded = '%E5%9B%BE/a%2Bb%2520%20%23%3F%26%3D%27%281%29%2A%21~.png?a=x%2Fy%20z%2B';
    expect((await sign(request, { keys, at })).url).toBe(`https://examplebucket.s3.amazonaws.com/${encoded}`);
    const byPath = createS3Signer(settingsOf('s3://bkt/博客?region=r&endpoint=http://127.0.0.1:9'));
    expect((await byPath(request, { keys, at })).url).toBe(`http://127.0.0.1:9/bkt/%E5%8D%9A%E5%AE%A2/${encoded}`);
  });

  it('sends temporary keys with their token, signed', async () => {
    const { headers } = await sign(
      { method: 'HEAD', key: 'a', signal },
      { keys: { ...keys, securityToken: 'token/+=' }, at },
    );
    expect(headers['x-amz-security-token']).toBe('token/+=');
    expect(headers.authorization).toContain('x-amz-security-token');
  });
});
