import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { signV4 } from '../../../src/storage/drivers/oss/sign-v4.js';

/** Of the provider's own client, an implementation that shares nothing with ours. */
const provider: {
  authorizationV4(
    id: string,
    secret: string,
    region: string,
    method: string,
    request: { headers: Record<string, string>; queries: Record<string, string | null> },
    bucket: string,
    key: string,
  ): string;
} = createRequire(import.meta.url)('ali-oss/lib/common/signUtils.js');

const keys = { accessKeyId: 'ak', accessKeySecret: 'sk' };

/** The request of the vectors in the provider's Go SDK (oss/signer/signer_test.go, TestV4AuthHeader…). */
const vector = {
  method: 'PUT',
  bucket: 'bucket',
  key: '1234+-/123/1.txt',
  query: { param1: 'value1', '+param1': 'value3', '|param1': 'value4', '+param2': '', '|param2': '', param2: '' },
  headers: { 'x-oss-head1': 'value', abc: 'value', zabc: 'value', xyz: 'value', 'content-type': 'text/plain' },
};

describe('signV4', () => {
  it.each([
    [1702743657, {}, '20231216', 'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe'],
    [
      1702784856,
      { securityToken: 'token' },
      '20231217',
      'b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea',
    ],
  ])('gives the signature that the provider published for %i', (second, token, day, signature) => {
    const context = { keys: { ...keys, ...token }, region: 'cn-hangzhou', at: second * 1000 };
    expect(signV4(vector, context).authorization).toBe(
      `OSS4-HMAC-SHA256 Credential=ak/${day}/cn-hangzhou/oss/aliyun_v4_request,Signature=${signature}`,
    );
  });

  it.each(['plain.png', '图片/截图 1.png', "a+b%20c#d?e&f=g'(h)*!~.png", '🚢/é/é.png', '%2e%2e/%2F.png', ''])(
    'signs the key %j as the provider’s own client does',
    (key) => {
      const headers = { 'content-type': 'image/png', 'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==', 'x-oss-meta-a': ' b ' };
      const query = { 'list-type': '2', prefix: "a/b c+'图", 'continuation-token': 'x+/=', bucketInfo: '' };
      const signed = signV4(
        { method: 'GET', bucket: 'bkt', key, query, headers },
        { keys, region: 'cn-beijing', at: 1.7e12 },
      );
      const { authorization, ...sent } = signed;
      const queries = { ...query, bucketInfo: null };
      expect(authorization).toBe(
        provider.authorizationV4('ak', 'sk', 'cn-beijing', 'GET', { headers: sent, queries }, 'bkt', key),
      );
    },
  );

  it('adds what the signature needs and keeps the rest', () => {
    const signed = signV4(vector, {
      keys: { ...keys, securityToken: 'tok' },
      region: 'r',
      at: Date.UTC(2025, 0, 2, 3, 4, 5, 678),
    });
    expect(signed).toMatchObject({
      ...vector.headers,
      'x-oss-date': '20250102T030405Z',
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
      'x-oss-security-token': 'tok',
    });
  });
});
